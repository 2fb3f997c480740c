import type { RoomSchema } from '../kit/room';
import { placementIdOf } from './claim/placement-id';
import { requireStaff } from './policy';
import type { PlacementsContext } from './resolver/placements-context';

/** The `id` of a representation; one without it is found nowhere. */
function idOf(representation: Readonly<Record<string, unknown>>): string {
  return typeof representation['id'] === 'string' ? representation['id'] : '';
}

/**
 * Answers `_entities`. What this room owns is looked up; boxes too, since a box without a provider here is unknown.
 * Subscribers, images, PoPs and regions are their owners' to know, so those are taken at their word.
 */
export const references: RoomSchema['references'] = {
  Placement: async (representation, context: PlacementsContext) => {
    requireStaff(context.caller);
    return context.loaders.placement.load(placementIdOf(idOf(representation)));
  },
  PlacementGroup: async (representation, context: PlacementsContext) => {
    requireStaff(context.caller);
    return context.loaders.group.load(idOf(representation));
  },
  ResourceProvider: async (representation, context: PlacementsContext) => {
    requireStaff(context.caller);
    return context.loaders.provider.load(idOf(representation));
  },
  UsageRecord: async (representation, context: PlacementsContext) => {
    requireStaff(context.caller);
    return context.loaders.usageRecord.load(idOf(representation));
  },
  Device: async (representation, context: PlacementsContext) => {
    requireStaff(context.caller);
    const provider = await context.loaders.providerOfDevice.load(idOf(representation));
    return provider === null ? null : { id: provider.deviceId };
  },
  // With the entitlement that `headroom` requires.
  Subscriber: (representation) => ({ ...representation }),
  Image: (representation) => ({ id: idOf(representation) }),
  PointOfPresence: (representation) => ({ id: idOf(representation) }),
  Region: (representation) => ({ id: idOf(representation) }),
};
