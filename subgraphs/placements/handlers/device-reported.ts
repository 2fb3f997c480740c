import { sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import type { EventHandler, ReceivedEvent } from '../../kit/events';
import { newestByKey } from '../../kit/inbox';
import type { EngineDependencies } from '../engine/dependencies';
import type { State } from '../engine-types';
import { type BoxState, stateAfterReport } from '../lifecycle/reported-state';
import { pathBetween } from '../lifecycle/states';
import { BOX_ACTOR } from '../store/actor';
import { changeStates, type StateChange } from '../store/change-states';
import { type LockedPlacement, lockPlacements, lockProviders } from '../store';
import { providerIdOf } from '../store/provider-id';

/**
 * `devices.device.reported`: moves placements on to where their box says they are. A report is the full list of what
 * the box has; reports older than the newest one of a box change nothing.
 */
export function deviceReported(dependencies: EngineDependencies): EventHandler {
  return async (tx, events) => {
    const reports = newestByKey(events).map(reportOf);
    const fresh = await takeNewReports(dependencies, tx, reports);
    if (fresh.size === 0) return;
    const live = await lockPlacements(dependencies.database, tx, { deviceIds: [...fresh.keys()] });
    const changes = live.flatMap((placement) => {
      const report = fresh.get(placement.device_id);
      return report ? changeOf(placement, report) : [];
    });
    await changeStates(dependencies, tx, changes, BOX_ACTOR);
    await writeProgress(
      tx,
      live.flatMap((placement) => progressOf(placement, fresh.get(placement.device_id))),
    );
  };
}

interface Report {
  readonly id: string;
  readonly deviceId: string;
  readonly version: number;
  readonly lastSeenAt: string;
  readonly placements: ReadonlyMap<string, Item>;
}

interface Item {
  readonly placementId: string;
  readonly state: BoxState;
  readonly pullProgressPct?: number | null;
  readonly failure?: string | null;
}

/** Longest explanation of a failure that is kept. */
const MAX_FAILURE_LENGTH = 500;

function reportOf(event: ReceivedEvent): Report {
  // Signed by the devices room and documented as this shape.
  const payload = event.payload as unknown as { placements: Item[]; lastSeenAt: string };
  return {
    id: providerIdOf(event.key),
    deviceId: event.key,
    version: event.version,
    lastSeenAt: payload.lastSeenAt,
    placements: new Map(payload.placements.map((item) => [item.placementId, item])),
  };
}

async function takeNewReports(
  { database }: EngineDependencies,
  tx: Queryable,
  reports: readonly Report[],
): Promise<Map<string, Report>> {
  await lockProviders(
    tx,
    reports.map((report) => report.id),
  );
  const rows = reports.map(({ id, version, lastSeenAt }) => ({ id, version, last_seen_at: lastSeenAt }));
  const taken = await database.rows<{ device_id: string }>(
    sql`UPDATE providers SET report_version = row.version,
          last_seen_at = greatest(row.last_seen_at, providers.last_seen_at)
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS row(id text, version bigint, last_seen_at timestamptz)
        WHERE providers.id = row.id AND report_version < row.version
        RETURNING device_id`,
    tx,
  );
  const byDevice = new Map(reports.map((report) => [report.deviceId, report]));
  return new Map(
    taken.flatMap(({ device_id }) => {
      const report = byDevice.get(device_id);
      return report ? [[device_id, report]] : [];
    }),
  );
}

function changeOf(placement: LockedPlacement, report: Report): StateChange[] {
  const item = report.placements.get(placement.id);
  const target = stateAfterReport(placement.state, item?.state ?? null, placement.ends_as ?? 'EVICTED');
  const path = target && pathBetween(placement.state, target);
  if (!path || isOutOfTurn(placement, target)) return [];
  return [
    {
      placementId: placement.id,
      path,
      reason: reasonFor(item),
      meteredUntil: new Date(report.lastSeenAt),
      pullProgressPct: item?.pullProgressPct,
      ...(target === 'FAILED' && {
        endReason: 'ERROR' as const,
        failure: (item?.failure ?? 'the box gave no reason').slice(0, MAX_FAILURE_LENGTH),
      }),
    },
  ];
}

/** A box that pulls what it is no longer told to is about to hear so; the placement waits for its turn (I11). */
function isOutOfTurn(placement: LockedPlacement, target: State): boolean {
  return placement.state === 'SCHEDULED' && target === 'PULLING' && placement.pull_told_at === null;
}

function reasonFor(item: Item | undefined): string {
  return item?.state == null ? 'the box no longer has it' : `the box reports ${item.state}`;
}

/** Progress inside one state is no transition: it is shown, but nobody is told. */
function progressOf(
  placement: LockedPlacement,
  report: Report | undefined,
): { readonly id: string; readonly progress: number }[] {
  const item = report?.placements.get(placement.id);
  const progress = item?.pullProgressPct;
  const moves = placement.state === 'PULLING' && item?.state === 'PULLING' && progress != null;
  return moves && progress !== placement.pull_progress_pct ? [{ id: placement.id, progress }] : [];
}

async function writeProgress(
  tx: Queryable,
  rows: readonly { readonly id: string; readonly progress: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    UPDATE placements SET pull_progress_pct = row.progress
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(id text, progress smallint)
    WHERE placements.id = row.id`);
}
