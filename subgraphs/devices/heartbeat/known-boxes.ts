import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { type DeviceLifecycle } from '../types/enums';
import { type ReportedPlacement } from './reported-placement';

/** What the records say of a box that beats. */
export interface KnownBox {
  readonly id: string;
  readonly popId: string;
  readonly lifecycle: DeviceLifecycle;
  readonly softwareVersion: string | null;
  readonly desiredVersion: number;
  readonly desiredSoftwareVersion: string | null;
  readonly desiredPlacementIds: readonly string[];
  readonly reportedVersion: number | null;
  readonly reportedAtMs: number | null;
  readonly reportedPlacements: readonly ReportedPlacement[] | null;
  readonly reportedHash: string | null;
  /** What placements believes to run on a box that never sent its list; 0 for others. */
  readonly assumedRunning: number;
  readonly hasOpenTasks: boolean;
  readonly [column: string]: unknown;
}

/** Boxes by id, with all that a beat is held against, in one statement for a whole delivery. */
export async function knownBoxes(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownBox>> {
  const rows = await database.rows<KnownBox>(sql`
    SELECT t.id, t.pop_id AS "popId", t.lifecycle, t.software_version AS "softwareVersion",
      t.desired_version AS "desiredVersion", t.desired_software_version AS "desiredSoftwareVersion",
      t.desired_placement_ids AS "desiredPlacementIds", t.reported_version AS "reportedVersion",
      (extract(epoch FROM t.reported_at) * 1000)::float8 AS "reportedAtMs",
      t.reported_placements AS "reportedPlacements", t.reported_hash AS "reportedHash",
      CASE WHEN t.reported_placements IS NULL THEN (SELECT count(*) FROM assignments a
        WHERE a.device_id = t.id AND a.live AND a.state IN ('RUNNING', 'LOST')) ELSE 0 END::int AS "assumedRunning",
      EXISTS (SELECT 1 FROM device_tasks k WHERE k.device_id = t.id AND k.state IN ('QUEUED', 'IN_SESSION'))
        AS "hasOpenTasks"
    FROM devices t WHERE t.id = ANY(${textArray(ids)})`);
  return new Map(rows.map((row) => [row.id, row]));
}
