import { type SQL, sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';

/** Where to look, piece by piece: the search stops when it has found enough. */
export interface SearchScope {
  readonly pieces: readonly SQL[];
}

/** What a caller may say about where. */
export interface ScopeWishes {
  readonly deviceId?: string | null;
  readonly popIds?: readonly string[] | null;
  readonly regionId?: string | null;
  readonly subscriberId?: string | null;
}

/** PoPs of one statement: few enough to stay short, enough to choose from. */
const POPS_PER_PIECE = 8;
/** PoPs one search looks into at most; a wider search says so by `exhaustive: false`. */
const MAX_POPS = 400;

/**
 * The narrowest place that was named: a box, PoPs (of a region), a subscriber's own boxes, or else every PoP. A
 * search never goes over the whole fleet at once.
 */
export async function searchScope(database: Database, wishes: ScopeWishes): Promise<SearchScope> {
  if (wishes.deviceId != null) return { pieces: [sql`device_id = ANY(${ids([wishes.deviceId])})`] };
  if (wishes.popIds != null || wishes.regionId != null) return ofPops(await namedPops(database, wishes));
  if (wishes.subscriberId != null)
    return { pieces: [sql`subscriber_id = ANY(${ids([wishes.subscriberId])})`] };
  return ofPops(await popIdsOf(database, sql`true`));
}

/** The PoPs that were named; with a region, those of them that lie in it. */
async function namedPops(database: Database, { popIds, regionId }: ScopeWishes): Promise<readonly string[]> {
  if (regionId == null) return unique(popIds ?? []);
  const ofRegion = await popIdsOf(database, sql`region_id = ANY(${ids([regionId])})`);
  return popIds == null ? ofRegion : ofRegion.filter((popId) => popIds.includes(popId));
}

function ofPops(popIds: readonly string[]): SearchScope {
  const pieces: SQL[] = [];
  for (let start = 0; start < popIds.length; start += POPS_PER_PIECE) {
    pieces.push(sql`pop_id = ANY(${ids(popIds.slice(start, start + POPS_PER_PIECE))})`);
  }
  return { pieces };
}

async function popIdsOf(database: Database, condition: SQL): Promise<string[]> {
  const rows = await database.rows<{ id: string }>(
    sql`SELECT id FROM pops WHERE ${condition} ORDER BY id LIMIT ${MAX_POPS}`,
  );
  return rows.map((row) => row.id);
}

function ids(all: readonly string[]): SQL {
  return textArray(storableIds(all));
}

function unique(all: readonly string[]): string[] {
  return [...new Set(all)];
}
