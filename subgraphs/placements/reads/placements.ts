import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import { PLACEMENT_COLUMNS, placementRow, type PlacementRow, type RawPlacementRow } from './placement-row';

/** The placements with these ids, in any order. */
export async function readPlacements(database: Database, ids: readonly string[]): Promise<PlacementRow[]> {
  const known = storableIds(ids);
  if (known.length === 0) return [];
  const rows = await database.rows<RawPlacementRow>(
    sql`SELECT ${PLACEMENT_COLUMNS} FROM placements p WHERE p.id = ANY(${textArray(known)})`,
  );
  return rows.map(placementRow);
}
