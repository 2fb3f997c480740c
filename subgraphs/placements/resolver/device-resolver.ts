import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Connection } from '../../kit/page';
import { requireStaff } from '../policy';
import type { PlacementRow, PlacementState } from '../reads/placement-row';
import type { ProviderRow } from '../reads/providers';
import { Device } from '../types/device';
import { PlacementConnection } from '../types/placement-connection';
import { ResourceProvider } from '../types/resource-provider';
import { AfterArg, FirstArg, StateArg } from './arguments';
import { NESTED_PAGE_SIZE, nestedPlacements } from './nested-placements';
import type { PlacementsContext } from './placements-context';

/** What this room knows about a box. */
@Resolver(() => Device)
export class DeviceResolver {
  @FieldResolver(() => ResourceProvider)
  async provider(
    @Root() device: { readonly id: string },
    @Ctx() context: PlacementsContext,
  ): Promise<ProviderRow | null> {
    requireStaff(context.caller);
    return context.loaders.providerOfDevice.load(device.id);
  }

  @FieldResolver(() => PlacementConnection)
  async placements(
    @Root() device: { readonly id: string },
    @Ctx() context: PlacementsContext,
    @FirstArg(NESTED_PAGE_SIZE) first: number | null,
    @AfterArg() after: string | null,
    @StateArg() states: PlacementState[] | null,
  ): Promise<Connection<PlacementRow>> {
    const connection = 'Device.placements';
    return nestedPlacements(context, { connection, parent: 'device', id: device.id, first, after, states });
  }
}
