import { type RecordedOperation } from './recorded-operation';

/** Which recorded operations count. */
export interface UsageFilter {
  /** Operations that were last seen before do not; those of which it is not known do. */
  readonly since?: Date | undefined;
  /** Operations that were sent less often do not. @default 1 */
  readonly minCount?: number | undefined;
  readonly excludeClients?: readonly string[] | undefined;
}

/** The operations that count. Trusted documents always do, however seldom they are sent, unless their client is excluded. */
export function filterOperations(
  operations: readonly RecordedOperation[],
  { since, minCount = 1, excludeClients = [] }: UsageFilter,
): readonly RecordedOperation[] {
  const excluded = new Set(excludeClients);
  return operations.filter(({ client, count, lastSeen, isTrusted }) => {
    if (excluded.has(client)) return false;
    if (isTrusted === true) return true;
    if (count < minCount) return false;
    return since === undefined || lastSeen === null || Date.parse(lastSeen) >= since.getTime();
  });
}
