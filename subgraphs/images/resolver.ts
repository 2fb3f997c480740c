import type { RoomSchema } from '../kit/room';
import { ApplicationResolver } from './resolver/application-resolver';
import { CatalogueResolver } from './resolver/catalogue-resolver';
import { ChangeResolver } from './resolver/change-resolver';
import { DeviceResolver } from './resolver/device-resolver';
import { ImageResolver } from './resolver/image-resolver';
import { PublisherResolver } from './resolver/publisher-resolver';
import { SubscriptionResolver } from './resolver/subscription-resolver';

/** Everything that answers fields. */
export const resolvers: RoomSchema['resolvers'] = [
  ApplicationResolver,
  CatalogueResolver,
  ChangeResolver,
  DeviceResolver,
  ImageResolver,
  PublisherResolver,
  SubscriptionResolver,
];
