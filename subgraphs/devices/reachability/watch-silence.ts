import { sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../../kit/database';
import { type SeenBox } from '../hot-state/hot-state';
import { type SilenceLimits } from '../hot-state/reachability';
import { type DevicesServices } from '../request/services';
import { popIdsOf } from '../store';
import { whileReachable } from './read-hot';
import { reachabilityEvent, type Transition } from './reachability-events';

/** Events of one INSERT, small enough to be announced one by one. */
const CHUNK = 500;

/** How far silence has been told, shared by all processes of this room. */
export interface WatchState {
  readonly toldUntilMs: number;
  readonly lookedAtMs: number;
  readonly blindUntilMs: number;
}

/** What a look at the hot state leads to. */
export type WatchStep =
  | { readonly kind: 'wait'; readonly state: WatchState }
  | { readonly kind: 'tell'; readonly sinceMs: number; readonly state: WatchState };

/**
 * Decides what may be said about silence now. Nobody looked for longer than one interval (this room or Redis was
 * away): then boxes could not be heard, and their silence says nothing until they had three intervals to come back.
 * Boxes that stayed silent are told after that.
 */
export function nextWatchStep(state: WatchState, nowMs: number, limits: SilenceLimits): WatchStep {
  const intervalMs = limits.offlineAfterMs / 3;
  const wasAway = nowMs - state.lookedAtMs > intervalMs;
  const blindUntilMs = wasAway ? nowMs + limits.offlineAfterMs : state.blindUntilMs;
  const looked = { ...state, lookedAtMs: nowMs, blindUntilMs };
  if (nowMs < blindUntilMs) return { kind: 'wait', state: looked };
  return { kind: 'tell', sinceMs: state.toldUntilMs, state: { ...looked, toldUntilMs: nowMs } };
}

/** The transitions of boxes that fell silent; one that went STALE and OFFLINE in between is OFFLINE. */
export function silenceTransitions(
  stale: readonly SeenBox[],
  dark: readonly SeenBox[],
  limits: SilenceLimits,
): Transition[] {
  const isDark = new Set(dark.map((box) => box.deviceId));
  return [
    ...stale
      .filter((box) => !isDark.has(box.deviceId))
      .map((box) => ({ ...box, to: 'STALE' as const, atMs: box.lastSeenAtMs + limits.staleAfterMs })),
    ...dark.map((box) => ({
      ...box,
      to: 'OFFLINE' as const,
      atMs: box.lastSeenAtMs + limits.offlineAfterMs,
    })),
  ];
}

/**
 * Looks for boxes that fell silent and tells their transitions, once each although several processes look: the row of
 * the watch is held meanwhile, and moves on in the transaction that writes the events. While the hot state is gone
 * nothing is told and nothing moves (domain I14).
 */
export async function watchSilence(services: DevicesServices): Promise<void> {
  const nowMs = services.clock().getTime();
  const told = await services.database.transaction(async (tx) => {
    const state = await holdWatch(services, tx, nowMs);
    if (state === null) return 0;
    const step = nextWatchStep(state, nowMs, services.limits);
    const found = await look(services, step.kind === 'tell' ? step.sinceMs : nowMs, nowMs);
    if (found === null) return 0;
    const transitions = step.kind === 'tell' ? await ofBoxesInService(services, tx, found) : [];
    for (let start = 0; start < transitions.length; start += CHUNK) {
      await services.emit(tx, transitions.slice(start, start + CHUNK).map(reachabilityEvent));
    }
    await keepWatch(tx, state, step.state, transitions.length > 0, services.limits);
    return transitions.length;
  });
  if (told > 0) services.relay.wake();
}

/** Makes the row that all processes share, beginning now. */
export async function beginWatch({ database, clock }: DevicesServices): Promise<void> {
  const nowMs = clock().getTime();
  await database.db.execute(sql`
    INSERT INTO reachability_watch (id, told_until_ms, looked_at_ms, blind_until_ms)
    VALUES (1, ${nowMs}, ${nowMs}, ${nowMs}) ON CONFLICT (id) DO NOTHING`);
}

/** The state, held until the transaction ends; null when another process holds it. */
async function holdWatch(
  { database }: DevicesServices,
  tx: Queryable,
  nowMs: number,
): Promise<WatchState | null> {
  const [row] = await database.rows<{ told: string; looked: string; blind: string }>(
    sql`SELECT told_until_ms AS told, looked_at_ms AS looked, blind_until_ms AS blind
        FROM reachability_watch WHERE id = 1 FOR UPDATE SKIP LOCKED`,
    tx,
  );
  if (row === undefined) return null;
  const state = {
    toldUntilMs: Number(row.told),
    lookedAtMs: Number(row.looked),
    blindUntilMs: Number(row.blind),
  };
  // A clock that was set back, or another machine's: there is nothing new to tell yet.
  return state.lookedAtMs > nowMs ? null : state;
}

/** Quiet looks are written a few times per interval only: asking again for a quiet stretch finds it quiet again. */
async function keepWatch(
  tx: Queryable,
  before: WatchState,
  after: WatchState,
  hasTold: boolean,
  limits: SilenceLimits,
): Promise<void> {
  const isDue = after.lookedAtMs - before.lookedAtMs >= limits.offlineAfterMs / 12;
  if (!hasTold && !isDue && after.blindUntilMs === before.blindUntilMs) return;
  await tx.execute(sql`
    UPDATE reachability_watch SET told_until_ms = ${after.toldUntilMs}, looked_at_ms = ${after.lookedAtMs},
      blind_until_ms = ${after.blindUntilMs} WHERE id = 1`);
}

async function look(
  services: DevicesServices,
  sinceMs: number,
  untilMs: number,
): Promise<Transition[] | null> {
  const popIds = await popIdsOf(services.database, null);
  return whileReachable(services.log, async () => {
    const [stale, dark] = await Promise.all([
      services.hotState.newlyStaleSince(popIds, sinceMs, untilMs),
      services.hotState.newlyDarkSince(popIds, sinceMs, untilMs),
    ]);
    return silenceTransitions(stale, dark, services.limits);
  });
}

/** A box that left service, or moved to another PoP, is silent because it shall be. */
async function ofBoxesInService(
  { database }: DevicesServices,
  tx: Queryable,
  transitions: readonly Transition[],
): Promise<Transition[]> {
  if (transitions.length === 0) return [];
  const ids = transitions.map((transition) => transition.deviceId);
  const rows = await database.rows<{ id: string; popId: string }>(
    sql`SELECT id, pop_id AS "popId" FROM devices
        WHERE id = ANY(${textArray(ids)}) AND lifecycle IN ('ACTIVATED', 'SUSPENDED')`,
    tx,
  );
  const popOf = new Map(rows.map((row) => [row.id, row.popId]));
  return transitions.filter((transition) => popOf.get(transition.deviceId) === transition.popId);
}
