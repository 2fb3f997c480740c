import type { RoomSchema } from '../kit/room';
import { AllocationResolver } from './resolver/allocation-resolver';
import { CandidateQueries, CandidateResolver } from './resolver/candidate-resolvers';
import { PointOfPresenceResolver, RegionResolver } from './resolver/capacity-resolvers';
import { DeviceResolver } from './resolver/device-resolver';
import { GroupMutations } from './resolver/group-mutations';
import { GroupResolver } from './resolver/group-resolver';
import { ImageResolver } from './resolver/image-resolver';
import { InventoryMutations } from './resolver/inventory-mutations';
import { PlacementMutations } from './resolver/placement-mutations';
import { PlacementQueries } from './resolver/placement-queries';
import { PlacementResolver } from './resolver/placement-resolver';
import { PlacementSubscription } from './resolver/placement-subscription';
import { ProviderResolver } from './resolver/provider-resolver';
import { SubscriberResolver } from './resolver/subscriber-resolver';
import { UsageBucketResolver, UsageQueries, UsageRecordResolver } from './resolver/usage-resolvers';

/** Everything that answers a field of this room. */
export const resolvers: RoomSchema['resolvers'] = [
  PlacementQueries,
  PlacementMutations,
  PlacementSubscription,
  PlacementResolver,
  AllocationResolver,
  ProviderResolver,
  InventoryMutations,
  GroupResolver,
  GroupMutations,
  CandidateQueries,
  CandidateResolver,
  UsageQueries,
  UsageBucketResolver,
  UsageRecordResolver,
  DeviceResolver,
  SubscriberResolver,
  ImageResolver,
  PointOfPresenceResolver,
  RegionResolver,
];
