import DataLoader from 'dataloader';
import { type SQL, sql } from 'drizzle-orm';
import { entityLoader, type EntityLoader, listLoader, loaderByArguments } from '../kit/entity-loader';
import { type HotKey, type HotRecord } from './hot-state/hot-state';
import { summariesOfPops } from './reachability/fleet-summary';
import { readHot } from './reachability/read-hot';
import { recordConditions, type RecordFilter } from './search/record-filter';
import { type DevicesServices } from './request/services';
import {
  devicesById,
  devicesByTriple,
  faultsById,
  modelsById,
  popIdsOfRegions,
  popsById,
  regionsById,
  type SerialTriple,
  tasksById,
} from './store';
import { type Claimed, claimedOfDevices } from './store/claimed';
import {
  type ChildOf,
  devicesOfPops,
  devicesOfSubscribers,
  faultsOfDevices,
  type ParentPage,
  popsOfRegions,
  tasksOfDevices,
} from './store/pages-of-parents';
import { countsOfSubscribers } from './store/subscriber-counts';
import { type DeviceFaultRow, type DeviceModelRow, type DeviceRow, type DeviceTaskRow } from './tables';
import { type PopRow, type RegionRow } from './tables';
import { type FleetSummary } from './types/device-state';
import { type TaskState } from './types/enums';

type Children<Row> = DataLoader<string, readonly ChildOf<Row>[], string>;

/** Everything that one request reads, each thing once and a whole level of the answer together. */
export interface DevicesLoaders {
  /** The moment that everything derived from silence refers to. */
  readonly now: Date;
  readonly device: EntityLoader<DeviceRow>;
  readonly deviceBySerial: EntityLoader<DeviceRow, SerialTriple>;
  readonly model: EntityLoader<DeviceModelRow>;
  readonly pop: EntityLoader<PopRow>;
  readonly region: EntityLoader<RegionRow>;
  readonly task: EntityLoader<DeviceTaskRow>;
  readonly fault: EntityLoader<DeviceFaultRow>;
  readonly hot: DataLoader<HotKey, HotRecord | null, string>;
  readonly claimed: EntityLoader<Claimed>;
  readonly popIdsOfRegion: DataLoader<string, readonly string[], string>;
  readonly popSummary: DataLoader<string, FleetSummary, string>;
  readonly boxesOfSubscriber: EntityLoader<{ readonly subscriberId: string; readonly boxes: number }>;
  readonly tasksOfDevice: (
    page: ParentPage & { readonly state: TaskState | null },
  ) => Children<DeviceTaskRow>;
  readonly faultsOfDevice: (page: ParentPage) => Children<DeviceFaultRow>;
  readonly popsOfRegion: (page: ParentPage) => Children<PopRow>;
  readonly devicesOfSubscriber: (page: ParentPage) => Children<DeviceRow>;
  readonly devicesOfPop: (page: ParentPage & { readonly filter: RecordFilter }) => Children<DeviceRow>;
}

/** The loaders of one request. */
export function createLoaders(services: DevicesServices): DevicesLoaders {
  const { database } = services;
  const now = services.clock();
  const byId = (row: { readonly id: string }): string => row.id;
  return {
    now,
    device: entityLoader((ids) => devicesById(database, ids), byId),
    deviceBySerial: entityLoader((triples) => devicesByTriple(database, triples), tripleText, tripleText),
    model: entityLoader((ids) => modelsById(database, ids), byId),
    pop: entityLoader((ids) => popsById(database, ids), byId),
    region: entityLoader((ids) => regionsById(database, ids), byId),
    task: entityLoader((ids) => tasksById(database, ids), byId),
    fault: entityLoader((ids) => faultsById(database, ids), byId),
    hot: hotLoader(services, now),
    claimed: entityLoader(
      (ids) => claimedOfDevices(database, ids),
      (row) => row.deviceId,
    ),
    popIdsOfRegion: popIdsLoader(services),
    popSummary: new DataLoader((popIds) => summariesOfPops(services, popIds, now)),
    boxesOfSubscriber: entityLoader(
      (ids) => countsOfSubscribers(database, ids),
      (row) => row.subscriberId,
    ),
    ...connectionLoaders(services),
  };
}

function connectionLoaders({
  database,
}: DevicesServices): Pick<
  DevicesLoaders,
  'tasksOfDevice' | 'faultsOfDevice' | 'popsOfRegion' | 'devicesOfSubscriber' | 'devicesOfPop'
> {
  return {
    tasksOfDevice: perArguments(({ state, ...page }, ids) => tasksOfDevices(database, ids, state, page)),
    faultsOfDevice: perArguments((page, ids) => faultsOfDevices(database, ids, page)),
    popsOfRegion: perArguments((page, ids) => popsOfRegions(database, ids, page)),
    devicesOfSubscriber: perArguments((page, ids) => devicesOfSubscribers(database, ids, page)),
    devicesOfPop: perArguments(({ filter, ...page }, ids) =>
      devicesOfPops(database, ids, narrowedBy(filter), page),
    ),
  };
}

function perArguments<Page, Row>(
  read: (page: Page, parentIds: readonly string[]) => Promise<readonly ChildOf<Row>[]>,
): (page: Page) => Children<Row> {
  return loaderByArguments((page: Page) =>
    listLoader(
      (parentIds: readonly string[]) => read(page, parentIds),
      (child) => child.parentId,
    ),
  );
}

function narrowedBy(filter: RecordFilter): SQL {
  return sql.join(recordConditions(filter), sql` AND `);
}

function hotLoader(services: DevicesServices, now: Date): DevicesLoaders['hot'] {
  return new DataLoader<HotKey, HotRecord | null, string>(
    async (keys) => (await readHot(services, keys, now.getTime())) ?? keys.map(() => null),
    { cacheKeyFn: (key) => `${key.popId}\n${key.deviceId}`, maxBatchSize: 1_000 },
  );
}

function popIdsLoader({ database }: DevicesServices): DevicesLoaders['popIdsOfRegion'] {
  return new DataLoader(async (regionIds) => {
    const found = await popIdsOfRegions(database, regionIds);
    return regionIds.map((regionId) => found.filter((pop) => pop.regionId === regionId).map((pop) => pop.id));
  });
}

function tripleText({ oui, productClass, serialNumber }: SerialTriple): string {
  return JSON.stringify([oui.toUpperCase(), productClass, serialNumber]);
}
