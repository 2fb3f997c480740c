import { FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type DevicePage } from '../search/device-page';
import { DeviceConnection } from '../types/connections';

/** The part of a page of boxes that is worked out only when asked for. */
@Resolver(() => DeviceConnection)
export class DeviceConnectionResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Estimate; exact counting over 10M rows is refused.',
  })
  async approximateTotal(@Root() page: DevicePage): Promise<number | null> {
    return page.estimate();
  }
}
