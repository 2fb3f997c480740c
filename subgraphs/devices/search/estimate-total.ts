import { sql } from 'drizzle-orm';
import { type Database } from '../../kit/database';
import { countsOfPops, countsOfRegion } from '../store/device-counts';
import { type DeviceLifecycle } from '../types/enums';
import { type RecordFilter, recordConditions } from './record-filter';

/** Boxes that are counted one by one at most. */
const MAX_COUNTED = 10_000;
/** What a count may cost, in the planner's units: a few milliseconds, such as reading 10,000 boxes. */
const MAX_COUNT_COST = 2_000;

/**
 * About how many boxes pass: from the counters where they tell it, from the records where counting them is cheap, else
 * the planner's guess. Nothing counts a large fleet: that would be a scan of it for one number (domain A2.7). Drifted
 * boxes are counted in any case, up to a limit, since few are and an index holds just them: the planner knows nothing
 * of two columns that differ, and guesses that all do.
 */
export async function estimateTotal(database: Database, filter: RecordFilter): Promise<number | null> {
  const { drifted, ...others } = filter;
  if (drifted === undefined) return withoutDrift(database, others);
  const strayed = await countUpTo(database, { ...others, drifted: true });
  if (drifted) return strayed;
  const all = await withoutDrift(database, others);
  return all === null ? null : Math.max(0, all - strayed);
}

async function countUpTo(database: Database, filter: RecordFilter): Promise<number> {
  const where = sql.join(recordConditions(filter), sql` AND `);
  const [found] = await database.rows<{ boxes: number }>(
    sql`SELECT count(*)::int AS boxes FROM (
          SELECT FROM devices t WHERE ${where} LIMIT ${MAX_COUNTED}) AS counted`,
  );
  return found?.boxes ?? 0;
}

async function withoutDrift(database: Database, filter: RecordFilter): Promise<number | null> {
  const { lifecycle, popId, regionId, ...others } = filter;
  if (Object.keys(others).length > 0) return countOrGuess(database, filter);
  const counts =
    popId === undefined
      ? await countsOfRegion(database, regionId ?? null)
      : await countsIn(database, popId, regionId);
  return [...counts]
    .filter(([stage]) => lifecycle?.includes(stage) ?? true)
    .reduce((sum, [, boxes]) => sum + boxes, 0);
}

async function countsIn(
  database: Database,
  popId: string,
  regionId: string | undefined,
): Promise<ReadonlyMap<DeviceLifecycle, number>> {
  const counts = await countsOfPops(database, [popId]);
  const inRegion = counts.filter((count) => regionId === undefined || count.regionId === regionId);
  return new Map(inRegion.map((count) => [count.lifecycle, count.boxes]));
}

interface ExplainedPlan {
  readonly 'QUERY PLAN': readonly {
    readonly Plan: { readonly 'Plan Rows': number; readonly 'Total Cost': number };
  }[];
  readonly [column: string]: unknown;
}

async function countOrGuess(database: Database, filter: RecordFilter): Promise<number | null> {
  const where = sql.join(recordConditions(filter), sql` AND `);
  const [explained] = await database.rows<ExplainedPlan>(
    sql`EXPLAIN (FORMAT JSON) SELECT 1 FROM devices t WHERE ${where}`,
  );
  const plan = explained?.['QUERY PLAN'][0]?.Plan;
  if (plan === undefined) return null;
  if (plan['Total Cost'] > MAX_COUNT_COST) return plan['Plan Rows'];
  const counted = await countUpTo(database, filter);
  // The limit was met: at least so many, and the guess may know of more.
  return counted < MAX_COUNTED ? counted : Math.max(counted, plan['Plan Rows']);
}
