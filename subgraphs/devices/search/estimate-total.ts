import { sql } from 'drizzle-orm';
import { type Database } from '../../kit/database';
import { countsOfPops, countsOfRegion } from '../store/device-counts';
import { type DeviceLifecycle } from '../types/enums';
import { type RecordFilter, recordConditions } from './record-filter';

/** Drifted boxes that are counted one by one; few boxes are, and an index holds just them. */
const MAX_COUNTED = 10_000;

/**
 * About how many boxes pass: from the counters where they tell it, else the planner's guess. Nothing counts the fleet:
 * that would be a scan of it for one number (domain A2.7). Only drifted boxes are counted, up to a limit: the planner
 * knows nothing of two columns that differ, and guesses that all do.
 */
export async function estimateTotal(database: Database, filter: RecordFilter): Promise<number | null> {
  const { drifted, ...others } = filter;
  if (drifted === undefined) return withoutDrift(database, others);
  const strayed = await countDrifted(database, others);
  if (drifted) return strayed;
  const all = await withoutDrift(database, others);
  return all === null ? null : Math.max(0, all - strayed);
}

async function countDrifted(database: Database, others: RecordFilter): Promise<number> {
  const where = sql.join(recordConditions({ ...others, drifted: true }), sql` AND `);
  const [found] = await database.rows<{ boxes: number }>(
    sql`SELECT count(*)::int AS boxes FROM (
          SELECT FROM devices t WHERE ${where} LIMIT ${MAX_COUNTED}) AS drifted`,
  );
  return found?.boxes ?? 0;
}

async function withoutDrift(database: Database, filter: RecordFilter): Promise<number | null> {
  const { lifecycle, popId, regionId, ...others } = filter;
  if (Object.keys(others).length > 0) return plannedRows(database, filter);
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
  readonly 'QUERY PLAN': readonly { readonly Plan: { readonly 'Plan Rows': number } }[];
  readonly [column: string]: unknown;
}

async function plannedRows(database: Database, filter: RecordFilter): Promise<number | null> {
  const where = sql.join(recordConditions(filter), sql` AND `);
  const [plan] = await database.rows<ExplainedPlan>(
    sql`EXPLAIN (FORMAT JSON) SELECT 1 FROM devices t WHERE ${where}`,
  );
  return plan?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? null;
}
