import { eq, sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import { type DeviceRow, devices } from '../tables';
import { addToCounts } from './device-counts';
import { selectRows } from './select-rows';

/** The fields of a box that a mutation may set. */
export type DeviceChange = Partial<
  Pick<
    DeviceRow,
    | 'lifecycle'
    | 'popId'
    | 'regionId'
    | 'subscriberId'
    | 'accessTechnology'
    | 'downlinkKbps'
    | 'uplinkKbps'
    | 'dataCapRemainingGb'
    | 'quarantineReason'
    | 'replacedByDeviceId'
    | 'activatedAt'
  >
>;

/** Boxes by id, held until the transaction ends; taken in the order of ids, whatever order was asked. */
export async function lockDevices(
  database: Database,
  tx: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DeviceRow>> {
  const rows = await selectRows(
    database,
    devices,
    sql`FROM devices t WHERE t.id = ANY(${textArray(storableIds(ids))}) ORDER BY t.id FOR UPDATE`,
    tx,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Changes a locked box: its version grows, its PoP's counters follow, and the boxes' roster tells it. */
export async function saveDevice(tx: Queryable, before: DeviceRow, change: DeviceChange): Promise<DeviceRow> {
  const [after] = await tx
    .update(devices)
    .set({
      ...change,
      version: before.version + 1,
      rosterVersion: sql`nextval('roster_versions')`,
      rosterTransaction: sql`pg_current_xact_id()::text::bigint`,
    })
    .where(eq(devices.id, before.id))
    .returning();
  if (after === undefined) throw new Error(`devices: the locked device "${before.id}" is gone`);
  await addToCounts(tx, [
    { popId: before.popId, lifecycle: before.lifecycle, by: -1 },
    { popId: after.popId, lifecycle: after.lifecycle, by: 1 },
  ]);
  return after;
}
