import { sql, type SQL } from 'drizzle-orm';
import { type CursorKey, type CursorScope } from '../../kit/cursor';
import { type Database } from '../../kit/database';
import { type DevicesServices } from '../request/services';
import { assignmentsOf, desiredState, type DesiredState } from '../shadow/desired-state';
import { shaped, columnsOf } from '../store/select-rows';
import { type AssignmentRow, type DeviceRow, devices } from '../tables';
import { typicalRttMs } from './typical-rtt';

/** One box as the fleet has to play it. */
export interface RosterBox {
  readonly deviceId: string;
  readonly popId: string;
  readonly rosterVersion: number;
  readonly lifecycle: string;
  readonly downlinkKbps: number;
  readonly rttMs: number;
  readonly memoryMb: number;
  readonly vcpu: number;
  readonly diskGb: number;
  readonly softwareVersion: string | null;
  readonly profile: string;
  readonly desired: DesiredState;
  readonly reported: {
    readonly version: number;
    /** When the box said so. */
    readonly at: string;
    readonly placements: readonly { readonly placementId: string; readonly state: string }[];
  } | null;
}

/** A page of the roster. */
export interface RosterPage {
  readonly boxes: readonly RosterBox[];
  /** Where this walk goes on; null at its end. */
  readonly next: string | null;
  /** Where to ask for what changed since this walk began. */
  readonly cursor: string;
}

const SCOPE: CursorScope = { connection: 'fleet.roster', filter: null, caller: 'fleet' };

/**
 * A page of the boxes in service, or, after the `cursor` of an earlier walk, of the boxes that changed since: those
 * that left service too, so that they fall silent. A change may be told twice, and never is one left out: what was not
 * committed when a walk began belongs to a transaction at or above the xmin of its first snapshot.
 *
 * @throws GraphQLError BAD_CURSOR
 */
export async function rosterPage(
  services: Pick<DevicesServices, 'database' | 'cursors'>,
  after: string | null,
  limit: number,
): Promise<RosterPage> {
  const walk = after === null ? firstWalk() : walkOf(services.cursors.decode(SCOPE, after));
  const mark = walk.mark ?? (await oldestOpenTransaction(services.database));
  const rows = await readPage(services.database, walk, limit + 1);
  const page = rows.slice(0, limit);
  const placed = await assignmentsOf(
    services.database,
    page.map(({ device }) => device.id),
  );
  const lastId = page.at(-1)?.device.id ?? null;
  return {
    boxes: page.map((row) => rosterBox(row, placed.get(row.device.id) ?? [])),
    next: rows.length > limit ? services.cursors.encode(SCOPE, [walk.since, mark, lastId]) : null,
    cursor: services.cursors.encode(SCOPE, [mark, null, null]),
  };
}

/** Which boxes, and how far. */
interface Walk {
  /** Null for all boxes in service, else those changed by this transaction or a later one. */
  readonly since: number | null;
  /** What the next walk begins with; null when this walk is about to begin. */
  readonly mark: number | null;
  readonly afterId: string | null;
}

function firstWalk(): Walk {
  return { since: null, mark: null, afterId: null };
}

function walkOf([since, mark, afterId]: CursorKey): Walk {
  return {
    since: since == null ? null : Number(since),
    mark: mark == null ? null : Number(mark),
    afterId: afterId == null ? null : String(afterId),
  };
}

async function oldestOpenTransaction(database: Database): Promise<number> {
  const [row] = await database.rows<{ xmin: string }>(
    sql`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin`,
  );
  return Number(row?.xmin);
}

interface RosterRow {
  readonly device: DeviceRow;
  readonly memoryMb: number;
  readonly vcpu: number;
  readonly diskGb: number;
  readonly lineKbps: number;
}

async function readPage(database: Database, walk: Walk, limit: number): Promise<RosterRow[]> {
  const which: SQL =
    walk.since === null
      ? sql`t.lifecycle IN ('ACTIVATED', 'SUSPENDED')`
      : sql`t.roster_transaction >= ${walk.since}`;
  const behind = walk.afterId === null ? sql`true` : sql`t.id > ${walk.afterId}`;
  const raw = await database.rows<Record<string, unknown> & Omit<RosterRow, 'device'>>(sql`
    SELECT ${columnsOf(devices)}, m.memory_mb AS "memoryMb", m.vcpu, m.disk_gb AS "diskGb",
      coalesce(t.downlink_kbps, p.default_downlink_kbps) AS "lineKbps"
    FROM devices t JOIN device_models m ON m.id = t.model_id JOIN pops p ON p.id = t.pop_id
    WHERE ${which} AND ${behind} ORDER BY t.id LIMIT ${limit}`);
  return raw.map((row) => ({ ...row, device: shaped(devices, row) }));
}

function rosterBox(row: RosterRow, placed: readonly AssignmentRow[]): RosterBox {
  const { device } = row;
  return {
    deviceId: device.id,
    popId: device.popId,
    rosterVersion: device.rosterVersion,
    lifecycle: device.lifecycle,
    downlinkKbps: row.lineKbps,
    rttMs: typicalRttMs(device.accessTechnology, device.id),
    memoryMb: row.memoryMb,
    vcpu: row.vcpu,
    diskGb: row.diskGb,
    softwareVersion: device.softwareVersion,
    profile: device.simulationProfile,
    desired: desiredState(device, placed),
    reported: reportedOf(device, placed),
  };
}

function reportedOf(device: DeviceRow, placed: readonly AssignmentRow[]): RosterBox['reported'] {
  if (device.reportedVersion === null || device.reportedAt === null) return null;
  const listed =
    device.reportedPlacements ??
    placed.filter((each) => device.reportedPlacementIds.includes(each.placementId));
  return {
    version: device.reportedVersion,
    at: device.reportedAt.toISOString(),
    placements: listed.map(({ placementId, state }) => ({
      placementId,
      // Nobody heard of a LOST one; as far as anybody knows the box runs it.
      state: state === 'LOST' ? 'RUNNING' : state,
    })),
  };
}
