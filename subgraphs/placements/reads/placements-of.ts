import { sql, type SQL } from 'drizzle-orm';
import type { CursorKey } from '../../kit/cursor';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import {
  afterPlacement,
  inStates,
  NEWEST_FIRST,
  PLACEMENT_COLUMNS,
  placementRow,
  type PlacementRow,
  type PlacementState,
  type RawPlacementRow,
} from './placement-row';

/** What placements hang on. */
export type PlacementParent = 'device' | 'subscriber' | 'image' | 'group';

/** The same page of every parent. */
export interface PlacementsOfArguments {
  readonly parent: PlacementParent;
  readonly states: readonly PlacementState[] | null;
  readonly after: CursorKey | null;
  readonly limit: number;
}

/** A placement and the parent it was read for. */
export interface PlacementOfRow extends PlacementRow {
  readonly parentId: string;
}

const COLUMNS: Readonly<Record<PlacementParent, SQL>> = {
  device: sql.raw('device_id'),
  subscriber: sql.raw('subscriber_id'),
  image: sql.raw('image_id'),
  group: sql.raw('group_id'),
};

/** One page for each parent, in one statement; each parent's rows come the newest first. */
export async function readPlacementsOf(
  database: Database,
  parentIds: readonly string[],
  { parent, states, after, limit }: PlacementsOfArguments,
): Promise<PlacementOfRow[]> {
  const known = storableIds(parentIds);
  if (known.length === 0) return [];
  const rows = await database.rows<RawPlacementRow & { parentId: string }>(sql`
    SELECT page.*, parent.id AS "parentId"
    FROM unnest(${textArray(known)}) AS parent (id)
    CROSS JOIN LATERAL (
      SELECT ${PLACEMENT_COLUMNS} FROM placements p
      WHERE p.${COLUMNS[parent]} = parent.id AND ${inStates(states)} AND ${afterPlacement(after)}
      ORDER BY ${NEWEST_FIRST} LIMIT ${limit}
    ) page
    ORDER BY parent.id, page."requestedAt" DESC, page.id DESC`);
  return rows.map((row) => ({ ...placementRow(row), parentId: row.parentId }));
}
