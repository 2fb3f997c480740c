import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';

/** The publisher an image belongs to. */
export interface ImageOwnerRow {
  readonly id: string;
  readonly ownerId: string;
  readonly [column: string]: unknown;
}

/** The publishers of these images, in any order. */
export async function readImageOwners(database: Database, ids: readonly string[]): Promise<ImageOwnerRow[]> {
  const known = storableIds(ids);
  if (known.length === 0) return [];
  return database.rows<ImageOwnerRow>(
    sql`SELECT id, owner_id AS "ownerId" FROM images WHERE id = ANY(${textArray(known)})`,
  );
}
