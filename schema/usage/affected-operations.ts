import { type Affected } from '../check/check-result';
import { laterOf } from './later-of';
import { type RecordedOperation } from './recorded-operation';

/** Collects who is affected; what one client sends under one name is one entry. */
export class AffectedOperations {
  private readonly entries = new Map<string, Affected>();

  constructor(known: readonly Affected[] = []) {
    for (const each of known) this.entries.set(keyOf(each), each);
  }

  /** Trusted documents are added after those that were recorded. */
  add({ client, operation, count, lastSeen, isTrusted }: RecordedOperation): void {
    const key = keyOf({ client, operation });
    const known = this.entries.get(key);
    if (!known) return void this.entries.set(key, { client, operation, count, lastSeen });
    this.entries.set(key, {
      ...known,
      // A trusted document stands for one that was recorded as well, and says nothing about how often.
      count: isTrusted && lastSeen === null ? known.count : known.count + count,
      lastSeen: laterOf(known.lastSeen, lastSeen),
    });
  }

  /** In the order in which they came. */
  get list(): readonly Affected[] {
    return [...this.entries.values()];
  }
}

/** Those who sent any of the operations. */
export function affectedBy(operations: readonly RecordedOperation[]): readonly Affected[] {
  const affected = new AffectedOperations();
  for (const operation of operations) affected.add(operation);
  return affected.list;
}

function keyOf({ client, operation }: Pick<Affected, 'client' | 'operation'>): string {
  return JSON.stringify([client, operation]);
}
