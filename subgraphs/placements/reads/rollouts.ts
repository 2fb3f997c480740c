import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';

/** How far an image has spread, as last counted. */
export interface RolloutRow {
  readonly imageId: string;
  readonly running: number;
  readonly pulling: number;
  readonly failed24h: number;
  readonly asOf: Date;
}

interface RawRolloutRow extends Omit<RolloutRow, 'asOf'> {
  readonly asOf: string;
  readonly [column: string]: unknown;
}

/** The counters of these images, in any order; an image that was never placed has none. */
export async function readRollouts(database: Database, imageIds: readonly string[]): Promise<RolloutRow[]> {
  const known = storableIds(imageIds);
  if (known.length === 0) return [];
  const rows = await database.rows<RawRolloutRow>(sql`
    SELECT image_id AS "imageId", running, pulling, failed_24h AS "failed24h", as_of AS "asOf"
    FROM image_rollouts WHERE image_id = ANY(${textArray(known)})`);
  return rows.map((row) => ({ ...row, asOf: new Date(row.asOf) }));
}
