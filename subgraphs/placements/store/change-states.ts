import { sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../../kit/database';
import type { EngineDependencies } from '../engine/dependencies';
import type { EndReason, State } from '../engine-types';
import { FINAL_STATES } from '../lifecycle/states';
import { closeUsage } from '../usage/close-usage';
import { openUsage } from '../usage/open-usage';
import { announce } from './announce';
import { PULLS_SQL } from './live-sql';
import { lockPulls, type Pull, takeTurn, waitsForTurn } from './pull-turns';
import { releaseClaims } from './release-claims';
import { type Transition, writeTransitions } from './write-transitions';

/** One placement's way through the state machine, done in one moment. */
export interface StateChange {
  readonly placementId: string;
  /** From the present state to the new one, both included. */
  readonly path: readonly State[];
  readonly reason: string | null;
  /** Until when it is metered if it no longer runs. @default the moment of the change */
  readonly meteredUntil?: Date | undefined;
  readonly endReason?: EndReason | undefined;
  /** What DRAINING will end as. */
  readonly endsAs?: 'ENDED' | 'EVICTED' | undefined;
  readonly failure?: string | null | undefined;
  readonly pullProgressPct?: number | null | undefined;
}

/**
 * Writes state changes with everything that belongs to them, in a few statements however many there are: history,
 * metering, the release of claims that ended, counters, and what other rooms are told. The rows must be locked.
 */
export async function changeStates(
  dependencies: EngineDependencies,
  tx: Queryable,
  changes: readonly StateChange[],
  actor: string,
): Promise<void> {
  if (changes.length === 0) return;
  const at = dependencies.clock();
  await writeStates(tx, changes, at);
  const waits = await waitsOfRepulls(dependencies, tx, changes);
  await writeTransitions(
    tx,
    changes.flatMap((change) => transitionsOf(change, actor, waits.get(change.placementId))),
    at,
  );
  const leaving = changes.filter((change) => change.path[0] === 'RUNNING');
  await closeUsage(
    dependencies,
    tx,
    leaving.map(({ placementId, meteredUntil }) => ({ placementId, until: earlier(meteredUntil, at) })),
  );
  await openUsage(tx, changes.filter((change) => newState(change) === 'RUNNING').map(idOf), at);
  const ended = changes.filter((change) => FINAL_STATES.includes(newState(change)));
  const subscriberIds = await releaseClaims(tx, ended.map(idOf));
  await announce(dependencies, tx, { placementIds: changes.map(idOf), subscriberIds });
}

async function writeStates(tx: Queryable, changes: readonly StateChange[], at: Date): Promise<void> {
  const rows = changes.map((change) => ({
    id: change.placementId,
    state: newState(change),
    end_reason: change.endReason ?? null,
    ends_as: change.endsAs ?? null,
    failure: change.failure ?? null,
    progress: progressAfter(change),
    // Placement counts changes of the allocations; asking for the end is a change that must not be overlooked, too.
    bump: isEnding(newState(change)) ? 1 : 0,
    ended: FINAL_STATES.includes(newState(change)),
  }));
  await tx.execute(sql`
    UPDATE placements SET
      state = row.state,
      state_since = ${at.toISOString()}::timestamptz,
      version = version + 1,
      consumer_generation = consumer_generation + row.bump,
      started_at = CASE WHEN row.state = 'RUNNING' THEN coalesce(started_at, ${at.toISOString()}::timestamptz)
        ELSE started_at END,
      ended_at = CASE WHEN row.ended THEN ${at.toISOString()}::timestamptz END,
      end_reason = coalesce(row.end_reason, placements.end_reason),
      ends_as = coalesce(row.ends_as, placements.ends_as),
      failure = coalesce(row.failure, placements.failure),
      pull_progress_pct = coalesce(row.progress, pull_progress_pct),
      pull_asked_at = CASE WHEN row.state IN ${PULLS_SQL}
        THEN coalesce(pull_asked_at, ${at.toISOString()}::timestamptz) END,
      pull_told_at = CASE WHEN row.state IN ${PULLS_SQL} THEN pull_told_at END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS row(id text, state text, end_reason text, ends_as text, failure text, progress smallint, bump integer,
        ended boolean)
    WHERE placements.id = row.id`);
}

/**
 * What has to be pulled once more gave its turn back when it was there or lost, and may have to wait for another (I11).
 * Answers why, by placement.
 */
async function waitsOfRepulls(
  dependencies: EngineDependencies,
  tx: Queryable,
  changes: readonly StateChange[],
): Promise<ReadonlyMap<string, string>> {
  const waits = new Map<string, string>();
  const again = changes.filter((change) => newState(change) === 'PULLING' && change.path[0] !== 'SCHEDULED');
  if (again.length === 0) return waits;
  const pulls = await dependencies.database.rows<Pull & Record<string, unknown>>(
    sql`SELECT id AS "placementId", device_id AS "deviceId", pop_id AS "popId" FROM placements
        WHERE id = ANY(${textArray(again.map(idOf))}) AND pull_told_at IS NULL ORDER BY id`,
    tx,
  );
  await lockPulls(
    tx,
    pulls.map(({ popId }) => popId),
  );
  for (const pull of pulls) {
    if (await takeTurn(dependencies, tx, pull)) continue;
    waits.set(pull.placementId, waitsForTurn(dependencies, pull.popId));
  }
  return waits;
}

/** `wait` is added to the reason of the last step. */
function transitionsOf(change: StateChange, actor: string, wait: string | undefined): Transition[] {
  const last = change.path.length - 2;
  return change.path.slice(1).map((to, index) => ({
    placementId: change.placementId,
    from: change.path[index] ?? null,
    to,
    actor,
    reason:
      wait !== undefined && index === last ? `${change.reason ?? 'pulled again'}; ${wait}` : change.reason,
  }));
}

function progressAfter(change: StateChange): number | null {
  const state = newState(change);
  if (state === 'STARTING' || state === 'RUNNING') return 100;
  return state === 'PULLING' ? (change.pullProgressPct ?? 0) : null;
}

function newState(change: StateChange): State {
  const last = change.path.at(-1);
  if (last === undefined) throw new Error(`placements: ${change.placementId} has a change without states`);
  return last;
}

function isEnding(state: State): boolean {
  return state === 'DRAINING' || FINAL_STATES.includes(state);
}

function idOf(change: StateChange): string {
  return change.placementId;
}

function earlier(until: Date | undefined, at: Date): Date {
  return until !== undefined && until < at ? until : at;
}
