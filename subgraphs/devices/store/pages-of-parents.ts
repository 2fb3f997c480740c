import { sql, type SQL } from 'drizzle-orm';
import { type PgTable } from 'drizzle-orm/pg-core';
import { type CursorKey } from '../../kit/cursor';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import { type DeviceFaultRow, deviceFaults, type DeviceRow, devices } from '../tables';
import { type DeviceTaskRow, deviceTasks, type PopRow, pops } from '../tables';
import { type TaskState } from '../types/enums';
import { columnsOf, shaped } from './select-rows';

/** The same page of every parent: at most `limit` rows behind `after`. */
export interface ParentPage {
  readonly limit: number;
  readonly after: CursorKey | null;
}

/** A child with the parent it was read for. */
export interface ChildOf<Row> {
  readonly parentId: string;
  readonly row: Row;
}

/** One page of boxes of each PoP, by id; `where` narrows the boxes as `t`. */
export async function devicesOfPops(
  database: Database,
  popIds: readonly string[],
  where: SQL,
  page: ParentPage,
): Promise<ChildOf<DeviceRow>[]> {
  return childrenOf(database, devices, popIds, {
    where: sql`t.pop_id = parent.id AND ${where} AND ${behindId(page)}`,
    order: sql`t.id`,
    limit: page.limit,
  });
}

/** One page of boxes of each subscriber, by id. */
export async function devicesOfSubscribers(
  database: Database,
  subscriberIds: readonly string[],
  page: ParentPage,
): Promise<ChildOf<DeviceRow>[]> {
  return childrenOf(database, devices, subscriberIds, {
    where: sql`t.subscriber_id = parent.id AND ${behindId(page)}`,
    order: sql`t.id`,
    limit: page.limit,
  });
}

/** One page of PoPs of each region, by id. */
export async function popsOfRegions(
  database: Database,
  regionIds: readonly string[],
  page: ParentPage,
): Promise<ChildOf<PopRow>[]> {
  return childrenOf(database, pops, regionIds, {
    where: sql`t.region_id = parent.id AND ${behindId(page)}`,
    order: sql`t.id`,
    limit: page.limit,
  });
}

/** One page of tasks of each box, newest first; null means tasks of every state. */
export async function tasksOfDevices(
  database: Database,
  deviceIds: readonly string[],
  state: TaskState | null,
  page: ParentPage,
): Promise<ChildOf<DeviceTaskRow>[]> {
  const ofState = state === null ? sql`true` : sql`t.state = ${state}`;
  return childrenOf(database, deviceTasks, deviceIds, {
    where: sql`t.device_id = parent.id AND ${ofState} AND ${beforeInstant(page, sql`t.queued_at`)}`,
    order: sql`t.queued_at DESC, t.id DESC`,
    limit: page.limit,
  });
}

/** One page of faults of each box, newest first. */
export async function faultsOfDevices(
  database: Database,
  deviceIds: readonly string[],
  page: ParentPage,
): Promise<ChildOf<DeviceFaultRow>[]> {
  return childrenOf(database, deviceFaults, deviceIds, {
    where: sql`t.device_id = parent.id AND ${beforeInstant(page, sql`t.raised_at`)}`,
    order: sql`t.raised_at DESC, t.id DESC`,
    limit: page.limit,
  });
}

interface ChildQuery {
  readonly where: SQL;
  readonly order: SQL;
  readonly limit: number;
}

/** One statement for all parents: a LATERAL subquery reads the page of each through its index. */
async function childrenOf<T extends PgTable>(
  database: Database,
  table: T,
  parentIds: readonly string[],
  { where, order, limit }: ChildQuery,
): Promise<ChildOf<T['$inferSelect']>[]> {
  const raw = await database.rows<Record<string, unknown> & { parent_id: string }>(sql`
    SELECT parent.id AS parent_id, ${columnsOf(table)}
    FROM unnest(${textArray(storableIds(parentIds))}) WITH ORDINALITY AS parent(id, place)
    CROSS JOIN LATERAL (SELECT * FROM ${table} t WHERE ${where} ORDER BY ${order} LIMIT ${limit}) t
    ORDER BY parent.place, ${order}`);
  return raw.map((row) => ({ parentId: row.parent_id, row: shaped(table, row) }));
}

function behindId({ after }: ParentPage): SQL {
  return after === null ? sql`true` : sql`t.id > ${String(after[0])}`;
}

function beforeInstant({ after }: ParentPage, column: SQL): SQL {
  if (after === null) return sql`true`;
  return sql`(${column}, t.id) < (${String(after[0])}::timestamptz, ${String(after[1])})`;
}
