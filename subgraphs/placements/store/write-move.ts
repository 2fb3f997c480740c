import { sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import type { ProviderFacts } from '../claim/claim-facts';
import type { EngineDependencies } from '../engine/dependencies';
import { closeUsage } from '../usage/close-usage';
import { announce } from './announce';
import type { LockedPlacement } from '../store';
import { hasTurn, lockPulls, waitsForTurn } from './pull-turns';
import { refreshProviders } from './refresh-providers';
import { tryAgain } from './try-again';
import { writeTransitions } from './write-transitions';

/** A move that was decided under the locks of both providers, the subscriber and the placement. */
export interface DecidedMove {
  readonly placement: LockedPlacement;
  readonly to: ProviderFacts;
  readonly classes: number;
  readonly actor: string;
  readonly reason: string;
}

/**
 * Gives the claim to another box: it leaves one provider and lands on the other in the same transaction, so it is on
 * exactly one at any moment (I12). The state machine starts again there.
 *
 * @throws an error with SQLSTATE 40001 when the target's capacity went away nevertheless.
 */
export async function writeMove(
  dependencies: EngineDependencies,
  tx: Queryable,
  move: DecidedMove,
): Promise<void> {
  const { placement, to } = move;
  const at = dependencies.clock();
  if (placement.state === 'RUNNING') {
    await closeUsage(dependencies, tx, [{ placementId: placement.id, until: at }]);
  }
  await takeFromTarget(tx, move);
  await tx.execute(sql`
    UPDATE inventories SET used = inventories.used - held.used FROM allocations AS held
    WHERE held.placement_id = ${placement.id} AND inventories.provider_id = held.provider_id
      AND inventories.resource_class = held.resource_class`);
  await tx.execute(sql`UPDATE allocations SET provider_id = ${to.id} WHERE placement_id = ${placement.id}`);
  await refreshProviders(tx, [placement.provider_id, to.id]);
  await lockPulls(tx, [to.popId]);
  const pull = { placementId: placement.id, deviceId: to.deviceId, popId: to.popId };
  const isTold = await hasTurn(dependencies, tx, pull);
  await rewritePlacement(tx, move, at, isTold);
  const reason = isTold ? move.reason : `${move.reason}; ${waitsForTurn(dependencies, to.popId)}`;
  const step = { placementId: placement.id, from: placement.state, to: 'SCHEDULED' as const };
  await writeTransitions(tx, [{ ...step, actor: move.actor, reason }], at);
  await announce(dependencies, tx, { placementIds: [placement.id] });
}

async function takeFromTarget(tx: Queryable, { placement, to, classes }: DecidedMove): Promise<void> {
  const taken = await tx.execute(sql`
    UPDATE inventories SET used = inventories.used + held.used FROM allocations AS held
    WHERE held.placement_id = ${placement.id} AND inventories.provider_id = ${to.id}
      AND inventories.resource_class = held.resource_class
      AND held.used <= inventories.capacity - inventories.used
      AND held.used BETWEEN min_unit AND max_unit AND held.used % step_size = 0`);
  if (taken.rowCount !== classes) throw tryAgain('the target of a move has less than it had');
}

async function rewritePlacement(
  tx: Queryable,
  { placement, to }: DecidedMove,
  at: Date,
  isTold: boolean,
): Promise<void> {
  const now = sql`${at.toISOString()}::timestamptz`;
  await tx.execute(sql`
    UPDATE placements SET state = 'SCHEDULED', state_since = ${now}, scheduled_at = ${now}, started_at = NULL,
      pull_progress_pct = NULL, failure = NULL, pull_asked_at = ${now}, pull_told_at = ${isTold ? now : null}, device_id = ${to.deviceId}, provider_id = ${to.id},
      pop_id = ${to.popId}, previous_device_id = ${placement.device_id},
      consumer_generation = consumer_generation + 1, version = version + 1
    WHERE id = ${placement.id}`);
}
