import type { Queryable } from '../../kit/database';
import type { EngineDependencies } from '../engine/dependencies';
import { SCHEDULER_ACTOR } from '../store/actor';
import { changeStates, type StateChange } from '../store/change-states';
import { type LockedPlacement, lockPlacements } from '../store';

/** Placements of one transaction: long enough to be cheap, short enough to hold up nobody. */
const BATCH = 200;
/** Batches of one run; the next run goes on. */
const MAX_BATCHES = 50;

/** A rule that silence or time brings about. */
export interface TimedRule {
  /** Ids that the rule seems to apply to, at most `limit`. Read without locks. */
  find(limit: number): Promise<readonly { readonly id: string; readonly lastSeenAt: Date | null }[]>;
  /** The change, decided again under the locks; null when it no longer applies. */
  decide(placement: LockedPlacement, lastSeenAt: Date | null): StateChange | null;
}

/** Applies a rule to whatever it finds, a batch per transaction. Returns how many placements changed. */
export async function applyInBatches(dependencies: EngineDependencies, rule: TimedRule): Promise<number> {
  let changed = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const found = await rule.find(BATCH);
    if (found.length === 0) break;
    const done = await dependencies.database.transaction((tx) => applyTo(dependencies, tx, rule, found));
    changed += done;
    if (done === 0) break;
  }
  return changed;
}

async function applyTo(
  dependencies: EngineDependencies,
  tx: Queryable,
  rule: TimedRule,
  found: Awaited<ReturnType<TimedRule['find']>>,
): Promise<number> {
  const lastSeen = new Map(found.map((each) => [each.id, each.lastSeenAt]));
  const locked = await lockPlacements(dependencies.database, tx, { placementIds: [...lastSeen.keys()] });
  const changes = locked.flatMap((placement) => {
    const change = rule.decide(placement, lastSeen.get(placement.id) ?? null);
    return change ? [change] : [];
  });
  await changeStates(dependencies, tx, changes, SCHEDULER_ACTOR);
  return changes.length;
}
