import { callerScope } from '../../kit/caller';
import { type CursorScope } from '../../kit/cursor';
import { type Connection, connectionOf, pageRequest, type PageRequest } from '../../kit/page';
import { type DevicesContext } from '../request/context';
import { type DeviceRow } from '../tables';
import { type DeviceFilter } from '../types/inputs';
import { type SplitFilter, splitFilter } from './device-filter';
import { estimateTotal } from './estimate-total';
import { findDevices } from './find-devices';

/** A page of boxes, and how to estimate how many there are in all when somebody asks. */
export interface DevicePage extends Connection<DeviceRow> {
  estimate(): Promise<number | null>;
}

/** The arguments of a connection as clients send them; null means the default. */
export interface DevicePageArguments {
  readonly first: number;
  readonly after: string | null | undefined;
}

/**
 * `Query.devices`: boxes by id that pass the filter.
 *
 * @throws GraphQLError for arguments out of range, foreign cursors, hot filters without a place or without hot state.
 */
export async function devicePage(
  context: DevicesContext,
  connection: string,
  filter: DeviceFilter,
  args: DevicePageArguments,
): Promise<DevicePage> {
  const split = splitFilter(filter);
  const scope: CursorScope = { connection, filter: split, caller: callerScope(context.caller) };
  const page = pageRequest(context.services.cursors, scope, args);
  return foundPage(context, split, scope, page);
}

/** A page of a PoP's boxes; the pages of all PoPs of a level are one read unless the hot state has to be asked. */
export async function devicePageOfPop(
  context: DevicesContext,
  popId: string,
  filter: DeviceFilter | null | undefined,
  args: DevicePageArguments,
): Promise<DevicePage> {
  const { record, hot } = splitFilter({ ...filter, popId });
  const isElsewhere = filter?.popId != null && filter.popId !== popId;
  const { popId: _own, ...narrowed } = record;
  const scope: CursorScope = {
    connection: 'PointOfPresence.devices',
    filter: { popId, asked: filter?.popId ?? null, narrowed, hot },
    caller: callerScope(context.caller),
  };
  const page = pageRequest(context.services.cursors, scope, args);
  if (isElsewhere) return { ...pageOf(context, scope, page, []), estimate: () => Promise.resolve(0) };
  if (hot !== null) return foundPage(context, { record, hot }, scope, page);
  const loader = context.loaders.devicesOfPop({ limit: page.limit, after: page.after, filter: narrowed });
  const rows = (await loader.load(popId)).map((child) => child.row);
  return {
    ...pageOf(context, scope, page, rows),
    estimate: () => estimateTotal(context.services.database, record),
  };
}

/** A page of a subscriber's boxes. */
export async function devicePageOfSubscriber(
  context: DevicesContext,
  subscriberId: string,
  args: DevicePageArguments,
): Promise<DevicePage> {
  const scope: CursorScope = {
    connection: 'Subscriber.devices',
    filter: subscriberId,
    caller: callerScope(context.caller),
  };
  const page = pageRequest(context.services.cursors, scope, args);
  const children = await context.loaders
    .devicesOfSubscriber({ limit: page.limit, after: page.after })
    .load(subscriberId);
  const rows = children.map((child) => child.row);
  return {
    ...pageOf(context, scope, page, rows),
    estimate: async () => (await context.loaders.boxesOfSubscriber.load(subscriberId))?.boxes ?? 0,
  };
}

async function foundPage(
  context: DevicesContext,
  split: SplitFilter,
  scope: CursorScope,
  page: PageRequest,
): Promise<DevicePage> {
  const found = await findDevices(context.services, split, page, context.loaders.now);
  const whole = pageOf(context, scope, page, found.rows);
  const pageInfo =
    found.stoppedAfter === null
      ? whole.pageInfo
      : {
          ...whole.pageInfo,
          hasNextPage: true,
          // Behind everything that was looked at, so that the next page does not look at it again.
          endCursor: context.services.cursors.encode(scope, [found.stoppedAfter]),
        };
  return {
    edges: whole.edges,
    pageInfo,
    estimate: () =>
      split.hot === null
        ? estimateTotal(context.services.database, split.record)
        : Promise.resolve(found.candidates),
  };
}

function pageOf(
  context: DevicesContext,
  scope: CursorScope,
  page: PageRequest,
  rows: readonly DeviceRow[],
): Connection<DeviceRow> {
  return connectionOf(context.services.cursors, scope, page, rows, {
    key: (row) => [row.id],
    node: (row) => row,
  });
}
