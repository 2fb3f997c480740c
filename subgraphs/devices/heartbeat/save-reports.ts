import { sql } from 'drizzle-orm';
import { type Database, type Queryable } from '../../kit/database';
import { type Beat } from './beat';
import { type ReportedPlacement } from './reported-placement';

/** A report as it was stored. */
export interface SavedReport {
  readonly deviceId: string;
  readonly appliedVersion: number;
  /** The newest list of the box; null when it never sent one. */
  readonly placements: readonly ReportedPlacement[] | null;
  readonly sampledAtMs: number;
  readonly [column: string]: unknown;
}

/**
 * Stores reports that say something new, one per box, in one statement. A report older than the stored one, or of a
 * box that left service meanwhile, changes nothing.
 */
export async function saveReports(
  database: Database,
  tx: Queryable,
  beats: readonly Beat[],
  nowMs: number,
): Promise<SavedReport[]> {
  if (beats.length === 0) return [];
  const reports = beats.map((beat) => ({
    deviceId: beat.deviceId,
    // A clock that runs ahead must not make the box deaf until the world has caught up.
    sampledAt: new Date(Math.min(beat.sampledAt, nowMs)).toISOString(),
    appliedVersion: beat.appliedVersion,
    softwareVersion: beat.softwareVersion,
    runningHash: beat.placements ? beat.runningHash : null,
    placements: beat.placements ?? null,
    placementIds: beat.placements
      ?.filter((entry) => entry.state !== 'STOPPED')
      .map((entry) => entry.placementId)
      .sort(),
  }));
  return database.rows<SavedReport>(
    sql`UPDATE devices box SET
          reported_version = report."appliedVersion",
          reported_at = report."sampledAt",
          software_version = coalesce(report."softwareVersion", box.software_version),
          reported_hash = coalesce(report."runningHash", box.reported_hash),
          reported_placements = coalesce(report.placements, box.reported_placements),
          reported_placement_ids = coalesce(report."placementIds", box.reported_placement_ids)
        FROM jsonb_to_recordset(${JSON.stringify(reports)}::jsonb) AS report("deviceId" text,
          "sampledAt" timestamptz, "appliedVersion" int, "softwareVersion" text, "runningHash" text,
          placements jsonb, "placementIds" text[])
        WHERE box.id = report."deviceId" AND box.lifecycle IN ('ACTIVATED', 'SUSPENDED')
          AND (box.reported_at IS NULL OR box.reported_at <= report."sampledAt")
        RETURNING box.id AS "deviceId", box.reported_version AS "appliedVersion",
          box.reported_placements AS placements, (extract(epoch FROM box.reported_at) * 1000)::float8 AS "sampledAtMs"`,
    tx,
  );
}
