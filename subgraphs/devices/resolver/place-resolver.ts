import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { callerScope } from '../../kit/caller';
import { type CursorScope } from '../../kit/cursor';
import { connectionOf, pageRequest } from '../../kit/page';
import { type DevicesContext } from '../request/context';
import { regionSummary } from '../reachability/place-summary';
import { devicePageOfPop } from '../search/device-page';
import { type PopRow, type RegionRow } from '../tables';
import { DeviceConnection, PopConnection } from '../types/connections';
import { FleetSummary } from '../types/device-state';
import { DeviceFilter } from '../types/inputs';
import { PointOfPresence, Region } from '../types/place';

/** Fields of a PoP that lead elsewhere. */
@Resolver(() => PointOfPresence)
export class PointOfPresenceResolver {
  @FieldResolver(() => Region)
  async region(@Root() pop: PopRow, @Ctx() { loaders }: DevicesContext): Promise<RegionRow | null> {
    return loaders.region.load(pop.regionId);
  }

  @FieldResolver(() => DeviceConnection)
  async devices(
    @Root() pop: PopRow,
    @Ctx() context: DevicesContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('filter', () => DeviceFilter, { nullable: true }) filter?: DeviceFilter | null,
  ): Promise<object> {
    return devicePageOfPop(context, pop.id, filter, { first: first ?? 50, after });
  }

  @FieldResolver(() => FleetSummary)
  async summary(@Root() pop: PopRow, @Ctx() { loaders }: DevicesContext): Promise<FleetSummary> {
    return loaders.popSummary.load(pop.id);
  }
}

/** Fields of a region that lead elsewhere. */
@Resolver(() => Region)
export class RegionResolver {
  @FieldResolver(() => PopConnection)
  async pops(
    @Root() region: RegionRow,
    @Ctx() context: DevicesContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 100 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<object> {
    const { cursors } = context.services;
    const scope: CursorScope = {
      connection: 'Region.pops',
      filter: region.id,
      caller: callerScope(context.caller),
    };
    const page = pageRequest(cursors, scope, { first: first ?? 100, after });
    const loader = context.loaders.popsOfRegion({ limit: page.limit, after: page.after });
    const rows = (await loader.load(region.id)).map((child) => child.row);
    return connectionOf(cursors, scope, page, rows, { key: (row) => [row.id], node: (row) => row });
  }

  @FieldResolver(() => FleetSummary)
  async summary(@Root() region: RegionRow, @Ctx() context: DevicesContext): Promise<FleetSummary> {
    return regionSummary(context, region.id);
  }
}
