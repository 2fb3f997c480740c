import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { requireStaff } from '../policy';
import type { CapacityRow } from '../reads/capacities';
import { CapacitySummary } from '../types/capacity-summary';
import { PointOfPresence } from '../types/point-of-presence';
import { Region } from '../types/region';
import type { PlacementsContext } from './placements-context';

/** Capacity of a PoP's boxes. */
@Resolver(() => PointOfPresence)
export class PointOfPresenceResolver {
  @FieldResolver(() => [CapacitySummary])
  async capacity(
    @Root() pop: { readonly id: string },
    @Ctx() context: PlacementsContext,
  ): Promise<readonly CapacityRow[]> {
    requireStaff(context.caller);
    return context.loaders.capacityOfPop.load(pop.id);
  }
}

/** Capacity of a region's boxes: the sum over its PoPs. */
@Resolver(() => Region)
export class RegionResolver {
  @FieldResolver(() => [CapacitySummary])
  async capacity(
    @Root() region: { readonly id: string },
    @Ctx() context: PlacementsContext,
  ): Promise<readonly CapacityRow[]> {
    requireStaff(context.caller);
    return context.loaders.capacityOfRegion.load(region.id);
  }
}
