import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';

/** What live placements hold of a box. */
export interface Claimed {
  readonly deviceId: string;
  readonly vcpu: number;
  readonly memoryMb: number;
  /** How many of them the box was last known to run. */
  readonly running: number;
}

/** What live placements hold of each of these boxes; boxes without any are left out. */
export async function claimedOfDevices(database: Database, deviceIds: readonly string[]): Promise<Claimed[]> {
  return database.rows<{ deviceId: string; vcpu: number; memoryMb: number; running: number }>(sql`
    SELECT device_id AS "deviceId", sum(vcpu)::int AS vcpu, sum(memory_mb)::int AS "memoryMb",
      (count(*) FILTER (WHERE state = 'RUNNING'))::int AS running
    FROM assignments WHERE device_id = ANY(${textArray(deviceIds)}) AND live GROUP BY device_id`);
}
