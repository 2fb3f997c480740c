import { sql } from 'drizzle-orm';
import type { CursorKey } from '../../kit/cursor';
import { type Database, textArray } from '../../kit/database';
import type { PlacementState } from './placement-row';

/** One step of a placement as it is read. */
export interface TransitionRow {
  readonly sequence: number;
  readonly placementId: string;
  /** Null for the first step. */
  readonly from: PlacementState | null;
  readonly to: PlacementState;
  readonly at: Date;
  readonly actor: string;
  readonly reason: string | null;
}

/** The same page of every placement's steps. */
export interface TransitionsArguments {
  readonly after: CursorKey | null;
  readonly limit: number;
}

interface RawTransitionRow extends Omit<TransitionRow, 'sequence' | 'at'> {
  readonly sequence: string;
  readonly at: string;
  readonly [column: string]: unknown;
}

/**
 * One page of steps for each placement, in one statement, in the order they happened: who has read to the end
 * goes on from the last cursor and gets what happened since.
 */
export async function readTransitions(
  database: Database,
  placementIds: readonly string[],
  { after, limit }: TransitionsArguments,
): Promise<TransitionRow[]> {
  const rows = await database.rows<RawTransitionRow>(sql`
    SELECT page.*
    FROM unnest(${textArray(placementIds)}) AS placement (id)
    CROSS JOIN LATERAL (
      SELECT id AS sequence, placement_id AS "placementId", from_state AS "from", to_state AS "to", at, actor, reason
      FROM placement_transitions
      WHERE placement_id = placement.id AND id > ${after === null ? 0 : Number(after[0])}
      ORDER BY id LIMIT ${limit}
    ) page
    ORDER BY page."placementId", page.sequence`);
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence), at: new Date(row.at) }));
}

/** Where a step stands among its placement's. */
export function transitionKey(row: TransitionRow): CursorKey {
  return [row.sequence];
}
