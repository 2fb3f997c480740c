import { sql } from 'drizzle-orm';
import { type Database, type Queryable } from '../../kit/database';
import { type DeviceRow, devices } from '../tables';
import { columnsOf, shaped } from './select-rows';

/** What is known of a box when it comes off the pallet. */
export type NewDevice = Pick<
  DeviceRow,
  'id' | 'oui' | 'productClass' | 'serialNumber' | 'modelId' | 'manufacturer' | 'popId' | 'regionId'
>;

/**
 * Adds boxes to the inventory and returns them; those whose serial number is known are left out. The order is that of
 * serial numbers, so that two pallets with the same boxes never wait for each other in a circle.
 */
export async function insertDevices(
  database: Database,
  tx: Queryable,
  boxes: readonly NewDevice[],
): Promise<DeviceRow[]> {
  if (boxes.length === 0) return [];
  const raw = await database.rows<Record<string, unknown>>(
    sql`INSERT INTO devices AS t (id, oui, product_class, serial_number, model_id, manufacturer, pop_id, region_id, lifecycle)
        SELECT id, oui, "productClass", "serialNumber", "modelId", manufacturer, "popId", "regionId", 'INVENTORY'
        FROM jsonb_to_recordset(${JSON.stringify(boxes)}::jsonb) AS box(id text, oui text, "productClass" text,
          "serialNumber" text, "modelId" text, manufacturer text, "popId" text, "regionId" text)
        ORDER BY oui, "productClass", "serialNumber"
        ON CONFLICT (oui, product_class, serial_number) DO NOTHING
        RETURNING ${columnsOf(devices)}`,
    tx,
  );
  return raw.map((row) => shaped(devices, row));
}
