import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AllocationRow } from '../reads/allocations';
import type { ProviderRow } from '../reads/providers';
import { Allocation } from '../types/allocation';
import { ResourceProvider } from '../types/resource-provider';
import type { PlacementsContext } from './placements-context';

/** Where an allocation takes its resources from. */
@Resolver(() => Allocation)
export class AllocationResolver {
  @FieldResolver(() => ResourceProvider)
  async provider(
    @Root() allocation: AllocationRow,
    @Ctx() context: PlacementsContext,
  ): Promise<ProviderRow | null> {
    return context.loaders.provider.load(allocation.providerId);
  }
}
