import { invalidity, selectRecorded } from '../usage/validity';
import type { RecordedOperation } from '../usage/recorded-operation';
import type { Affected, PlanChange } from './check-result';
import type { GraphVersion } from './graph-version';

/** Who is hurt when a plan gets worse. */
export function affectedBy(plan: PlanChange, operations: readonly RecordedOperation[]): Affected | undefined {
  const recorded = recordedAs(plan, operations);
  if (!recorded) return undefined;
  const { client, operation, count, lastSeen } = recorded;
  return { client, operation, count, lastSeen };
}

/** Whether the operation of a plan is valid in a version, so that it should have a plan there. */
export function isValidIn(
  version: GraphVersion,
  plan: PlanChange,
  operations: readonly RecordedOperation[],
): boolean {
  const recorded = recordedAs(plan, operations);
  const selected = recorded && selectRecorded(recorded);
  return selected !== undefined && invalidity(version.api, selected) === undefined;
}

function recordedAs({ client, operation }: PlanChange, operations: readonly RecordedOperation[]) {
  return operations.find((recorded) => recorded.client === client && recorded.operation === operation);
}
