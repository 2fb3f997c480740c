import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { selectRows } from '../store/select-rows';
import { type AssignmentRow, assignments, type DeviceRow } from '../tables';

/** What a box is to run, as it is told. */
export interface DesiredState {
  readonly version: number;
  readonly softwareVersion: string | null;
  readonly placements: readonly DesiredPlacement[];
}

/** One placement that a box is to run, with what it needs for that. */
export interface DesiredPlacement {
  readonly placementId: string;
  readonly imageId: string;
  readonly sizeBytes: number;
  readonly memoryMb: number;
  readonly vcpu: number;
  /** The box reported that this one failed. */
  readonly failing: boolean;
}

/** Placements that hold something of these boxes or shall run on them, by box; sorted by id. */
export async function assignmentsOf(
  database: Database,
  deviceIds: readonly string[],
): Promise<ReadonlyMap<string, readonly AssignmentRow[]>> {
  if (deviceIds.length === 0) return new Map();
  const rows = await selectRows(
    database,
    assignments,
    sql`FROM assignments t WHERE t.device_id = ANY(${textArray(deviceIds)}) AND (t.live OR t.desired)
        ORDER BY t.device_id, t.placement_id`,
  );
  const byDevice = new Map<string, AssignmentRow[]>(deviceIds.map((id) => [id, []]));
  for (const row of rows) byDevice.get(row.deviceId)?.push(row);
  return byDevice;
}

/** The desired state of a box from its record and its assignments. */
export function desiredState(
  device: Pick<DeviceRow, 'desiredVersion' | 'desiredSoftwareVersion' | 'reportedPlacements'>,
  placed: readonly AssignmentRow[],
): DesiredState {
  const failed = new Set(
    device.reportedPlacements?.filter((entry) => entry.state === 'FAILED').map((entry) => entry.placementId),
  );
  return {
    version: device.desiredVersion,
    softwareVersion: device.desiredSoftwareVersion,
    placements: placed
      .filter((assignment) => assignment.desired)
      .map((assignment) => ({
        placementId: assignment.placementId,
        imageId: assignment.imageId,
        sizeBytes: assignment.sizeBytes ?? 0,
        memoryMb: assignment.memoryMb,
        vcpu: assignment.vcpu,
        failing: failed.has(assignment.placementId),
      })),
  };
}
