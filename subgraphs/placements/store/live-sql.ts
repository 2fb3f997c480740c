import { type SQL, sql } from 'drizzle-orm';
import { DESIRED_STATES, LIVE_STATES } from '../lifecycle/states';

/** `LIVE_STATES` as literals: the partial indexes are found only when the planner sees the very words. */
export const LIVE_SQL: SQL = sql.raw(`(${LIVE_STATES.map((state) => `'${state}'`).join(', ')})`);

/** `DESIRED_STATES` as literals. */
export const DESIRED_SQL: SQL = sql.raw(`(${DESIRED_STATES.map((state) => `'${state}'`).join(', ')})`);
