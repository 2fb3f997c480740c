import { type RoomSchema } from '../kit/room';
import { DeviceConnectionResolver } from './resolver/device-connection-resolver';
import { DeviceMutations } from './resolver/device-mutations';
import { DeviceQueries } from './resolver/device-queries';
import { DeviceResolver } from './resolver/device-resolver';
import { DeviceSubscriptions } from './resolver/device-subscriptions';
import { DeviceTaskResolver } from './resolver/device-task-resolver';
import { PointOfPresenceResolver, RegionResolver } from './resolver/place-resolver';
import { SubscriberResolver } from './resolver/subscriber-resolver';
import { TaskMutations } from './resolver/task-mutations';

/** All resolvers of this room. */
export const resolvers: RoomSchema['resolvers'] = [
  DeviceQueries,
  DeviceMutations,
  TaskMutations,
  DeviceSubscriptions,
  DeviceResolver,
  DeviceConnectionResolver,
  DeviceTaskResolver,
  PointOfPresenceResolver,
  RegionResolver,
  SubscriberResolver,
];
