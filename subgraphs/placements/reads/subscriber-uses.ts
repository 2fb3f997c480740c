import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';

/** What a subscriber's live placements hold, kept in step by every claim. */
export interface SubscriberUseRow {
  readonly id: string;
  readonly placements: number;
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
  readonly [column: string]: unknown;
}

/** The use of these subscribers, in any order; one that nobody told of has none. */
export async function readSubscriberUses(
  database: Database,
  ids: readonly string[],
): Promise<SubscriberUseRow[]> {
  const known = storableIds(ids);
  if (known.length === 0) return [];
  return database.rows<SubscriberUseRow>(sql`
    SELECT id, used_placements AS placements, used_vcpu::float8 AS vcpu, used_memory_mb::float8 AS "memoryMb",
      used_disk_gb::float8 AS "diskGb"
    FROM subscribers WHERE id = ANY(${textArray(known)})`);
}
