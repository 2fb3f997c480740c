import { and, eq, inArray, sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../../kit/database';
import { type DeviceFaultRow, deviceFaults, type DeviceTaskRow, deviceTasks } from '../tables';
import { selectRows } from './select-rows';

/** A task that ended, and how. */
export interface EndedTask {
  readonly id: string;
  readonly state: 'DONE' | 'FAULTED';
  readonly faultId: string | null;
}

/** Adds a task. */
export async function insertTask(tx: Queryable, task: DeviceTaskRow): Promise<void> {
  await tx.insert(deviceTasks).values({ ...task, parameters: [...task.parameters] });
}

/** Tasks of these boxes that are not ended, held until the transaction ends, oldest first. */
export async function lockOpenTasks(
  database: Database,
  tx: Queryable,
  deviceIds: readonly string[],
): Promise<DeviceTaskRow[]> {
  return selectRows(
    database,
    deviceTasks,
    sql`FROM device_tasks t
        WHERE t.device_id = ANY(${textArray(deviceIds)}) AND t.state IN ('QUEUED', 'IN_SESSION')
        ORDER BY t.queued_at, t.id FOR UPDATE`,
    tx,
  );
}

/** Tasks whose session has begun. */
export async function beginTasks(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`UPDATE device_tasks SET state = 'IN_SESSION' WHERE id = ANY(${textArray(ids)})`);
}

/** Tasks that ended, with the faults of those that failed. */
export async function endTasks(
  tx: Queryable,
  ended: readonly EndedTask[],
  faults: readonly DeviceFaultRow[],
  now: Date,
): Promise<void> {
  if (faults.length > 0) await tx.insert(deviceFaults).values([...faults]);
  await tx.execute(sql`
    UPDATE device_tasks t SET state = ended.state, fault_id = ended."faultId",
      finished_at = ${now.toISOString()}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) AS ended(id text, state text, "faultId" text)
    WHERE t.id = ended.id`);
}

/** A box that is gone will not do what was asked of it. */
export async function cancelTasks(tx: Queryable, deviceId: string, now: Date): Promise<void> {
  await tx
    .update(deviceTasks)
    .set({ state: 'CANCELLED', finishedAt: now })
    .where(and(eq(deviceTasks.deviceId, deviceId), inArray(deviceTasks.state, ['QUEUED', 'IN_SESSION'])));
}
