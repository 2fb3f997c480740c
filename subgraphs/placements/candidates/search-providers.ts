import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../kit/database';
import type { FilterCount } from '../engine-types';
import type { Filter } from './filters';
import type { SearchScope } from './search-scope';

/** A box that all filters left. */
export interface FoundProvider extends Record<string, unknown> {
  readonly id: string;
  readonly device_id: string;
  readonly generation: number;
  readonly pop_id: string;
  readonly subscriber_id: string | null;
  readonly reachability: string;
  readonly vcpu_free: number;
  readonly memory_free: number;
  readonly disk_free: number;
  readonly downlink_kbps: number | null;
}

/** What a search found, and how far it went. */
export interface Found {
  readonly providers: readonly FoundProvider[];
  /** The pieces of the scope that were searched. */
  readonly visited: readonly SQL[];
  /** Whether nothing that fits was left out. */
  readonly exhaustive: boolean;
}

/** Boxes of one piece that are weighed, unless more are asked for. The emptiest come first, which spreads load. */
const WEIGHED = 200;

/**
 * Boxes that satisfy all filters, piece by piece until `enough` are found. Reads `providers_search` alone (an index-only
 * scan) as long as no filter needs more than its columns.
 */
export async function searchProviders(
  database: Database,
  scope: SearchScope,
  filters: readonly Filter[],
  enough: number,
): Promise<Found> {
  const most = Math.max(WEIGHED, enough);
  const providers: FoundProvider[] = [];
  const visited: SQL[] = [];
  let exhaustive = true;
  for (const piece of scope.pieces) {
    if (providers.length >= enough) return { providers, visited, exhaustive: false };
    const found = await database.rows<FoundProvider>(searchStatement(piece, filters, most));
    providers.push(...found);
    visited.push(piece);
    exhaustive = exhaustive && found.length < most;
  }
  return { providers, visited, exhaustive };
}

/** The search of one piece; exported for the test that reads its plan. */
export function searchStatement(piece: SQL, filters: readonly Filter[], most = WEIGHED): SQL {
  return sql`
    SELECT id, device_id, generation, pop_id, subscriber_id, reachability, vcpu_free, memory_free, disk_free,
      downlink_kbps
    FROM providers WHERE ${piece} AND ${all(filters)}
    ORDER BY memory_free DESC LIMIT ${most}`;
}

/** How many boxes were searched, and how many each filter left of what the ones before it had left. */
export async function countFilters(
  database: Database,
  pieces: readonly SQL[],
  filters: readonly Filter[],
): Promise<{ readonly searched: number; readonly filters: readonly FilterCount[] }> {
  if (pieces.length === 0) {
    return { searched: 0, filters: filters.map(({ name }) => ({ name, remaining: 0 })) };
  }
  const counts = filters.map(
    (_, index) => sql`count(*) FILTER (WHERE ${all(filters.slice(0, index + 1))})::integer`,
  );
  const [row] = await database.rows<{ searched: number; remaining: number[] }>(sql`
    SELECT count(*)::integer AS searched, ARRAY[${sql.join(counts, sql`, `)}] AS remaining
    FROM providers WHERE ${sql.join([...pieces], sql` OR `)}`);
  return {
    searched: row?.searched ?? 0,
    filters: filters.map(({ name }, index) => ({ name, remaining: row?.remaining[index] ?? 0 })),
  };
}

function all(filters: readonly Filter[]): SQL {
  return sql.join(
    filters.map(({ condition }) => condition),
    sql` AND `,
  );
}
