import { type SQL, sql } from 'drizzle-orm';
import { LIVE_STATES, PULL_STATES } from '../lifecycle/states';

/** `LIVE_STATES` as literals: the partial indexes are found only when the planner sees the very words. */
export const LIVE_SQL: SQL = sql.raw(`(${LIVE_STATES.map((state) => `'${state}'`).join(', ')})`);

/** `PULL_STATES` as literals. */
export const PULLS_SQL: SQL = sql.raw(`(${PULL_STATES.map((state) => `'${state}'`).join(', ')})`);

/** Whether the box of a row of `placements` is told to run it: what has to be pulled waits for its turn (I11). */
export const DESIRED_SQL: SQL = sql`(state IN ('STARTING', 'RUNNING', 'LOST')
  OR state IN ${PULLS_SQL} AND pull_told_at IS NOT NULL)`;
