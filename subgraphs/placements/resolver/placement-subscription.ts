import { Ctx, Directive, Resolver, Root, Subscription } from 'type-graphql';
import { createBoundedQueue } from '../../kit/bounded-queue';
import { mapQueue } from '../../kit/map-queue';
import { requireStaff } from '../policy';
import type { PlacementRow } from '../reads/placement-row';
import { readPlacements } from '../reads/placements';
import { Placement } from '../types/placement';
import { OptionalIdArg } from './arguments';
import type { PlacementsContext, RoomServices } from './placements-context';

/** The topic that tells of every change of a placement. */
const TOPIC = 'placements.placement.changed';

/** Which placements somebody follows; what is absent lets everything pass. */
interface Followed {
  readonly subscriberId?: string | null;
  readonly deviceId?: string | null;
  readonly popId?: string | null;
  readonly imageId?: string | null;
}

/** Placements as they change. */
@Resolver()
export class PlacementSubscription {
  @Directive('@authenticated')
  @Subscription(() => Placement, {
    subscribe: ({ args, context }) => {
      // The context that `contextFor` of this room made.
      const { caller, services } = context as PlacementsContext;
      requireStaff(caller);
      // Arguments of the four names below, checked by graphql-js.
      return followPlacements(services, args as Followed);
    },
  })
  placementStateChanged(
    @Root() placement: PlacementRow,
    @Ctx() context: PlacementsContext,
    @OptionalIdArg('subscriberId') _subscriberId: string | null,
    @OptionalIdArg('deviceId') _deviceId: string | null,
    @OptionalIdArg('popId') _popId: string | null,
    @OptionalIdArg('imageId') _imageId: string | null,
  ): PlacementRow {
    // One context serves all events: what was loaded for the one before is old.
    context.resetLoaders();
    return placement;
  }
}

/** Listens from the moment it is called, before the client is answered, so that no change in between is lost. */
function followPlacements(services: RoomServices, followed: Followed): AsyncIterableIterator<PlacementRow> {
  const queue = createBoundedQueue<string>(() => stop());
  const stop = services.feed.listen(({ topic, key }) => {
    if (topic === TOPIC) queue.push(key);
  });
  return mapQueue(queue, async (placementId) => {
    const [placement] = await readPlacements(services.database, [placementId]);
    return placement !== undefined && isFollowed(placement, followed) ? placement : null;
  });
}

function isFollowed(placement: PlacementRow, followed: Followed): boolean {
  return (
    (followed.subscriberId == null || followed.subscriberId === placement.subscriberId) &&
    (followed.deviceId == null || followed.deviceId === placement.deviceId) &&
    (followed.popId == null || followed.popId === placement.popId) &&
    (followed.imageId == null || followed.imageId === placement.imageId)
  );
}
