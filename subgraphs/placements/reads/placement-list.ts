import { sql, type SQL } from 'drizzle-orm';
import type { Database } from '../../kit/database';
import type { PageRequest } from '../../kit/page';
import { isStorableId } from '../../kit/storable-text';
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

/** Which placements; null lets everything pass. */
export interface PlacementFilter {
  readonly states: readonly PlacementState[] | null;
  readonly popId: string | null;
  readonly imageId: string | null;
  /** On the way somewhere, and not one step further since that many seconds. */
  readonly stuckLongerThanSeconds: number | null;
}

/** One page of all placements that pass the filter, the newest first. */
export async function readPlacementList(
  database: Database,
  now: Date,
  filter: PlacementFilter,
  page: PageRequest,
): Promise<PlacementRow[]> {
  if ([filter.popId, filter.imageId].some((id) => id !== null && !isStorableId(id))) return [];
  const rows = await database.rows<RawPlacementRow>(sql`
    SELECT ${PLACEMENT_COLUMNS} FROM placements p
    WHERE ${inStates(filter.states)}
      AND ${filter.popId === null ? sql`true` : sql`p.pop_id = ${filter.popId}`}
      AND ${filter.imageId === null ? sql`true` : sql`p.image_id = ${filter.imageId}`}
      AND ${stuckSince(filter.stuckLongerThanSeconds, now)}
      AND ${afterPlacement(page.after)}
    ORDER BY ${NEWEST_FIRST} LIMIT ${page.limit}`);
  return rows.map(placementRow);
}

/** A RUNNING placement has arrived and a LOST one waits for its box: neither is stuck. */
function stuckSince(seconds: number | null, now: Date): SQL {
  if (seconds === null) return sql`true`;
  const since = new Date(now.getTime() - seconds * 1_000).toISOString();
  return sql`p.state IN ('SCHEDULED', 'PULLING', 'STARTING', 'DRAINING') AND p.state_since < ${since}::timestamptz`;
}
