import { type RedisClient } from './connect-redis';

/** A member of a sorted set with its score. */
export interface ScoredId {
  readonly id: string;
  readonly score: number;
}

/** All members with a score in (from, to], lowest first. */
export async function readSortedSet(
  client: RedisClient,
  key: string,
  from: number,
  to: number,
): Promise<ScoredId[]> {
  return pairs(await client.zrangebyscore(key, `(${bound(from)}`, bound(to), 'WITHSCORES'));
}

/**
 * At most `limit` members with a score in (from, to], in the order of (score, bytes of the id), beginning behind
 * `after`. Members that share the score of `after` are stepped over, so a page boundary inside a tie loses none.
 */
export async function readSortedSetPage(
  client: RedisClient,
  key: string,
  from: number,
  to: number,
  limit: number,
  after?: ScoredId,
): Promise<ScoredId[]> {
  if (limit <= 0) return [];
  const least = after === undefined || after.score <= from ? `(${bound(from)}` : bound(after.score);
  const found: ScoredId[] = [];
  for (let offset = 0; ; offset += limit) {
    const flat = await client.zrangebyscore(key, least, bound(to), 'WITHSCORES', 'LIMIT', offset, limit);
    const chunk = pairs(flat);
    found.push(...chunk.filter((entry) => after === undefined || isBehind(entry, after)));
    if (found.length >= limit || chunk.length < limit) return found.slice(0, limit);
  }
}

function isBehind(entry: ScoredId, after: ScoredId): boolean {
  if (entry.score !== after.score) return entry.score > after.score;
  return Buffer.compare(Buffer.from(entry.id), Buffer.from(after.id)) > 0;
}

function bound(value: number): string {
  if (value === Infinity) return '+inf';
  return value === -Infinity ? '-inf' : String(value);
}

/** RESP2 answers members and scores in one flat list. */
function pairs(flat: readonly unknown[]): ScoredId[] {
  const found: ScoredId[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    found.push({ id: String(flat[index]), score: Number(flat[index + 1]) });
  }
  return found;
}
