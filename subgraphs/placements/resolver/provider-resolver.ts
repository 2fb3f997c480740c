import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { InventoryRow } from '../reads/inventories';
import type { ProviderRow } from '../reads/providers';
import { Device } from '../types/device';
import { Inventory } from '../types/inventory';
import { ResourceProvider } from '../types/resource-provider';
import type { PlacementsContext } from './placements-context';

/** What hangs on a provider. Whoever holds one was allowed to see it. */
@Resolver(() => ResourceProvider)
export class ProviderResolver {
  @FieldResolver(() => Device, { nullable: true })
  device(@Root() provider: ProviderRow): { id: string } | null {
    return provider.deviceId === null ? null : { id: provider.deviceId };
  }

  @FieldResolver(() => [Inventory])
  async inventories(
    @Root() provider: ProviderRow,
    @Ctx() context: PlacementsContext,
  ): Promise<readonly InventoryRow[]> {
    return context.loaders.inventories.load(provider.id);
  }
}
