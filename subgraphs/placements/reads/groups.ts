import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import type { AffinityPolicy as Policies } from '../types/enums';

/** How the members of a group lie to each other. */
export type AffinityPolicy = keyof typeof Policies;

/** A group as it is read. */
export interface GroupRow {
  readonly id: string;
  readonly policy: AffinityPolicy;
  readonly [column: string]: unknown;
}

/** The groups with these ids, in any order. */
export async function readGroups(database: Database, ids: readonly string[]): Promise<GroupRow[]> {
  const known = storableIds(ids);
  if (known.length === 0) return [];
  return database.rows<GroupRow>(
    sql`SELECT id, policy FROM placement_groups WHERE id = ANY(${textArray(known)})`,
  );
}
