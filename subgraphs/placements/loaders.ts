import type DataLoader from 'dataloader';
import type { Database } from '../kit/database';
import { type EntityLoader, entityLoader, listLoader, loaderByArguments } from '../kit/entity-loader';
import { type AllocationRow, readAllocations } from './reads/allocations';
import { type CapacityRow, readCapacitiesOfPops, readCapacitiesOfRegions } from './reads/capacities';
import { type GroupRow, readGroups } from './reads/groups';
import { type ImageOwnerRow, readImageOwners } from './reads/image-owners';
import { type InventoryRow, readInventories } from './reads/inventories';
import type { PlacementRow } from './reads/placement-row';
import { readPlacements } from './reads/placements';
import { type PlacementOfRow, type PlacementsOfArguments, readPlacementsOf } from './reads/placements-of';
import { type ProviderRow, readProviders, readProvidersOfDevices } from './reads/providers';
import { readRollouts, type RolloutRow } from './reads/rollouts';
import { readSubscriberUses, type SubscriberUseRow } from './reads/subscriber-uses';
import { readTransitions, type TransitionRow, type TransitionsArguments } from './reads/transitions';
import type { UsageRange } from './reads/usage-range';
import { readUsageOf, readUsageRecordsById } from './reads/usage-record-list';
import type { UsageRecordRow } from './reads/usage-record-row';

/** All rows of a key. */
type ListLoader<Row> = DataLoader<string, readonly Row[], string>;

/** What one request loads; at most one statement per loader and level of the query. */
export interface Loaders {
  readonly placement: EntityLoader<PlacementRow>;
  readonly placementsOf: (args: PlacementsOfArguments) => ListLoader<PlacementOfRow>;
  readonly provider: EntityLoader<ProviderRow>;
  readonly providerOfDevice: EntityLoader<ProviderRow>;
  readonly inventories: ListLoader<InventoryRow>;
  readonly allocations: ListLoader<AllocationRow>;
  readonly group: EntityLoader<GroupRow>;
  readonly transitions: (args: TransitionsArguments) => ListLoader<TransitionRow>;
  readonly usageOf: (range: UsageRange) => ListLoader<UsageRecordRow>;
  readonly usageRecord: EntityLoader<UsageRecordRow>;
  readonly subscriberUse: EntityLoader<SubscriberUseRow>;
  readonly imageOwner: EntityLoader<ImageOwnerRow>;
  readonly rollout: EntityLoader<RolloutRow>;
  readonly capacityOfPop: ListLoader<CapacityRow>;
  readonly capacityOfRegion: ListLoader<CapacityRow>;
}

/** New loaders, for one request. */
export function createLoaders(database: Database): Loaders {
  const byId = <Row extends { readonly id: string }>(
    read: (database: Database, ids: readonly string[]) => Promise<Row[]>,
  ): EntityLoader<Row> =>
    entityLoader(
      (ids) => read(database, ids),
      (row) => row.id,
    );
  return {
    placement: byId(readPlacements),
    provider: byId(readProviders),
    group: byId(readGroups),
    usageRecord: byId(readUsageRecordsById),
    subscriberUse: byId(readSubscriberUses),
    imageOwner: byId(readImageOwners),
    providerOfDevice: entityLoader(
      (ids) => readProvidersOfDevices(database, ids),
      (row) => row.deviceId ?? '',
    ),
    rollout: entityLoader(
      (ids) => readRollouts(database, ids),
      (row) => row.imageId,
    ),
    ...listLoaders(database),
  };
}

type ListLoaders = Pick<
  Loaders,
  | 'placementsOf'
  | 'inventories'
  | 'allocations'
  | 'transitions'
  | 'usageOf'
  | 'capacityOfPop'
  | 'capacityOfRegion'
>;

function listLoaders(database: Database): ListLoaders {
  return {
    placementsOf: loaderByArguments((args: PlacementsOfArguments) =>
      listLoader(
        (ids: readonly string[]) => readPlacementsOf(database, ids, args),
        (row) => row.parentId,
      ),
    ),
    inventories: listLoader(
      (ids) => readInventories(database, ids),
      (row) => row.providerId,
    ),
    allocations: listLoader(
      (ids) => readAllocations(database, ids),
      (row) => row.placementId,
    ),
    transitions: loaderByArguments((args: TransitionsArguments) =>
      listLoader(
        (ids: readonly string[]) => readTransitions(database, ids, args),
        (row) => row.placementId,
      ),
    ),
    usageOf: loaderByArguments((range: UsageRange) =>
      listLoader(
        (ids: readonly string[]) => readUsageOf(database, ids, range),
        (row) => row.placementId,
      ),
    ),
    capacityOfPop: listLoader(
      (ids) => readCapacitiesOfPops(database, ids),
      (row) => row.placeId,
    ),
    capacityOfRegion: listLoader(
      (ids) => readCapacitiesOfRegions(database, ids),
      (row) => row.placeId,
    ),
  };
}
