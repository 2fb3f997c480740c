import { sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import type { DeviceFacts } from './device-facts';

/** Sets the inventories of VCPU, MEMORY_MB and DISK_GB from the hardware; use and other classes stay. */
export async function writeHostInventories(tx: Queryable, boxes: readonly DeviceFacts[]): Promise<void> {
  if (boxes.length === 0) return;
  await tx.execute(sql`
    INSERT INTO inventories (provider_id, resource_class, total, reserved, allocation_ratio)
    SELECT id, resource_class, total, reserved, ratio
    FROM jsonb_to_recordset(${JSON.stringify(boxes)}::jsonb) AS row(id text, vcpu integer, memory_mb integer,
      disk_gb integer, reserved_memory_mb integer, reserved_disk_gb integer, cpu_ratio numeric)
    CROSS JOIN LATERAL (VALUES
      ('VCPU', vcpu, 0, cpu_ratio),
      ('MEMORY_MB', memory_mb, reserved_memory_mb, 1),
      ('DISK_GB', disk_gb, reserved_disk_gb, 1)) AS class(resource_class, total, reserved, ratio)
    ORDER BY id
    ON CONFLICT (provider_id, resource_class) DO UPDATE
      SET total = excluded.total, reserved = excluded.reserved, allocation_ratio = excluded.allocation_ratio`);
}
