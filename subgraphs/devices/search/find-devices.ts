import { sql } from 'drizzle-orm';
import { textArray } from '../../kit/database';
import { clientError } from '../../kit/errors';
import { type PageRequest } from '../../kit/page';
import { type HotRecord } from '../hot-state/hot-state';
import { readHot, whileReachable } from '../reachability/read-hot';
import { type DevicesServices } from '../request/services';
import { popIdsOf } from '../store';
import { selectRows } from '../store/select-rows';
import { type DeviceRow, devices } from '../tables';
import { type SplitFilter } from './device-filter';
import { hotCandidates } from './hot-candidates';
import { acceptsUnknown, type HotFilter, passesHotFilter } from './hot-filter';
import { type RecordFilter, recordConditions } from './record-filter';

/** Boxes read at a time when each has to be held against the hot state. */
const CHUNK = 500;
/** Boxes that one page may read: beyond it the page ends early and says where to go on. */
const MAX_SCANNED = 20_000;

/** What a search found, in the order of ids. */
export interface FoundDevices {
  /** At most `limit` of the page asked for. */
  readonly rows: readonly DeviceRow[];
  /** Set when the search ended at its bound before the page was full: nothing up to this id was left out. */
  readonly stoppedAfter: string | null;
  /** How many boxes the hot index named, for an estimate; null when none was asked. */
  readonly candidates: number | null;
}

/**
 * One page of boxes by id. What only the hot state knows is checked box by box in that same order, so neither the
 * order nor what is left out depends on the size of the page.
 *
 * @throws GraphQLError UNAVAILABLE when the filter cannot be answered without the hot state and that is gone.
 */
export async function findDevices(
  services: DevicesServices,
  { record, hot }: SplitFilter,
  page: PageRequest,
  now: Date,
): Promise<FoundDevices> {
  const afterId = page.after === null ? null : String(page.after[0]);
  if (hot === null) {
    const rows = await readInOrder(services, record, null, afterId, page.limit);
    return { rows, stoppedAfter: null, candidates: null };
  }
  return findWithHotState(services, record, hot, { afterId, limit: page.limit, nowMs: now.getTime() });
}

interface HotSearch {
  readonly afterId: string | null;
  readonly limit: number;
  readonly nowMs: number;
}

async function findWithHotState(
  services: DevicesServices,
  record: RecordFilter,
  hot: HotFilter,
  { afterId, limit, nowMs }: HotSearch,
): Promise<FoundDevices> {
  const popIds = record.popId ? [record.popId] : await popIdsOf(services.database, record.regionId ?? null);
  const candidates = acceptsUnknown(hot)
    ? null
    : await orUnavailable(services, () => hotCandidates(services, popIds, hot, nowMs));
  const found: DeviceRow[] = [];
  let position = afterId;
  for (let scanned = 0; scanned < MAX_SCANNED; scanned += CHUNK) {
    const chunk = await readInOrder(services, record, candidates, position, CHUNK);
    const records = await recordsOf(services, chunk, hot, nowMs);
    const passing = chunk.filter((row, index) =>
      passesHotFilter(hot, row.lifecycle, records[index] ?? null, nowMs, services.limits),
    );
    found.push(...passing);
    position = chunk.at(-1)?.id ?? position;
    if (found.length >= limit || chunk.length < CHUNK) {
      return {
        rows: found.slice(0, limit),
        stoppedAfter: null,
        candidates: candidates?.length ?? null,
      };
    }
  }
  return { rows: found, stoppedAfter: position, candidates: candidates?.length ?? null };
}

async function readInOrder(
  { database }: DevicesServices,
  record: RecordFilter,
  candidates: readonly string[] | null,
  afterId: string | null,
  limit: number,
): Promise<DeviceRow[]> {
  const conditions = recordConditions(record);
  if (afterId !== null) conditions.push(sql`t.id > ${afterId}`);
  if (candidates !== null) conditions.push(sql`t.id = ANY(${textArray(candidates)})`);
  return selectRows(
    database,
    devices,
    sql`FROM devices t WHERE ${sql.join(conditions, sql` AND `)} ORDER BY t.id LIMIT ${limit}`,
  );
}

async function recordsOf(
  services: DevicesServices,
  rows: readonly DeviceRow[],
  hot: HotFilter,
  nowMs: number,
): Promise<readonly (HotRecord | null)[]> {
  const keys = rows.map((row) => ({ popId: row.popId, deviceId: row.id }));
  const records = await readHot(services, keys, nowMs);
  if (records === null && !acceptsUnknown(hot)) throw unavailable();
  return records ?? [];
}

async function orUnavailable<T>(services: DevicesServices, ask: () => Promise<T>): Promise<T> {
  // Wrapped, because null is an answer of its own here.
  const answer = await whileReachable(services.log, async () => ({ value: await ask() }));
  if (answer === null) throw unavailable();
  return answer.value;
}

function unavailable(): Error {
  return clientError(
    'UNAVAILABLE',
    'Live state cannot be read right now: expected a filter by records only, or one that accepts UNKNOWN.',
  );
}
