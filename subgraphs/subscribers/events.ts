import type { EventHandler, Routes } from '../kit/events';
import type { RoomDependencies } from '../kit/room';
import { SUBSCRIBER_ADDED, SUBSCRIBER_CHANGED } from './changes/announce-subscribers';
import { applyImagePrices } from './incoming/image-prices';
import { applySubscriberUse } from './incoming/subscriber-use';
import { applyUsage } from './incoming/usage';

/** What this room tells, and whom. */
export const produces: Routes = { [SUBSCRIBER_CHANGED]: ['placements'], [SUBSCRIBER_ADDED]: ['devices'] };

/** What this room learns from others. */
export function createHandlers({
  database,
  clock,
}: Pick<RoomDependencies, 'database' | 'clock'>): Readonly<Record<string, EventHandler>> {
  return {
    'placements.subscriber.use': applySubscriberUse,
    'images.image.changed': applyImagePrices(database),
    'placements.usage.recorded': applyUsage(database, clock),
  };
}
