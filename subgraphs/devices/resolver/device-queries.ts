import { Arg, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import { type DevicesContext } from '../request/context';
import { mayRead } from '../policy';
import { devicePage } from '../search/device-page';
import { allRegions } from '../store';
import { type DeviceRow, type PopRow, type RegionRow } from '../tables';
import { DeviceConnection } from '../types/connections';
import { Device } from '../types/device';
import { DeviceFilter } from '../types/inputs';
import { PointOfPresence, Region } from '../types/place';

/** Where a client enters this room. */
@Resolver()
export class DeviceQueries {
  @Directive('@authenticated')
  @Query(() => Device, { nullable: true })
  async device(@Arg('id', () => ID) id: string, @Ctx() context: DevicesContext): Promise<DeviceRow | null> {
    mayRead(context.caller);
    return context.loaders.device.load(id);
  }

  @Directive('@authenticated')
  @Query(() => Device, { nullable: true })
  async deviceBySerial(
    @Arg('oui', () => String) oui: string,
    @Arg('productClass', () => String) productClass: string,
    @Arg('serialNumber', () => String) serialNumber: string,
    @Ctx() context: DevicesContext,
  ): Promise<DeviceRow | null> {
    mayRead(context.caller);
    return context.loaders.deviceBySerial.load({ oui, productClass, serialNumber });
  }

  @Directive('@authenticated')
  @Query(() => DeviceConnection)
  async devices(
    @Ctx() context: DevicesContext,
    @Arg('filter', () => DeviceFilter) filter: DeviceFilter,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<object> {
    mayRead(context.caller);
    return devicePage(context, 'Query.devices', filter, { first: first ?? 50, after });
  }

  @Directive('@authenticated')
  @Query(() => PointOfPresence, { nullable: true })
  async pop(@Arg('id', () => ID) id: string, @Ctx() context: DevicesContext): Promise<PopRow | null> {
    mayRead(context.caller);
    return context.loaders.pop.load(id);
  }

  @Directive('@authenticated')
  @Query(() => Region, { nullable: true })
  async region(@Arg('id', () => ID) id: string, @Ctx() context: DevicesContext): Promise<RegionRow | null> {
    mayRead(context.caller);
    return context.loaders.region.load(id);
  }

  @Directive('@authenticated')
  @Query(() => [Region])
  async regions(@Ctx() context: DevicesContext): Promise<RegionRow[]> {
    mayRead(context.caller);
    return allRegions(context.services.database);
  }
}
