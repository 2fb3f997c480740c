import { Arg, Ctx, Directive, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import { clientError } from '../../kit/errors';
import { isStorableId } from '../../kit/storable-text';
import { mayRead } from '../policy';
import { placesSummary } from '../reachability/place-summary';
import { type DevicesContext, renewLoaders } from '../request/context';
import { popIdsOf } from '../store';
import { reachabilityChanges } from '../subscription/reachability-changes';
import { summaryTicks } from '../subscription/summary-ticks';
import { type DeviceRow } from '../tables';
import { Device } from '../types/device';
import { FleetSummary } from '../types/device-state';

const MAX_WATCHED = 1_000;
const MAX_PERIOD_SECONDS = 3_600;

/** What type-graphql hands to `subscribe`. */
interface SubscribeData {
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: DevicesContext;
}

/** Live views. */
@Resolver()
export class DeviceSubscriptions {
  @Directive('@authenticated')
  @Subscription(() => Device, {
    subscribe: ({ args, context }: SubscribeData) => subscribeToReachability(args, context),
  })
  deviceReachabilityChanged(
    @Root() device: DeviceRow,
    @Ctx() context: DevicesContext,
    @Arg('popId', () => ID, { nullable: true }) _popId?: string | null,
    @Arg('deviceIds', () => [ID], { nullable: true }) _deviceIds?: string[] | null,
  ): DeviceRow {
    // One context serves the whole stream; what it remembers of the last event is old.
    renewLoaders(context);
    return device;
  }

  @Directive('@authenticated')
  @Subscription(() => FleetSummary, {
    subscribe: ({ args, context }: SubscribeData) => subscribeToSummary(args, context),
  })
  async fleetSummaryChanged(
    @Ctx() context: DevicesContext,
    @Arg('regionId', () => ID, { nullable: true }) regionId?: string | null,
    @Arg('popId', () => ID, { nullable: true }) popId?: string | null,
    @Arg('everySeconds', () => Int, { nullable: true, defaultValue: 5 }) _everySeconds?: number | null,
  ): Promise<FleetSummary> {
    renewLoaders(context);
    return placesSummary(context, await watchedPops(context, regionId ?? null, popId ?? null));
  }
}

/** Listens before it answers, so that nothing after the answer's headers is missed. */
function subscribeToReachability(
  args: SubscribeData['args'],
  context: DevicesContext,
): AsyncIterable<DeviceRow> {
  mayRead(context.caller);
  // Coerced by GraphQL to the argument types declared above.
  const { popId, deviceIds } = args as { popId?: string | null; deviceIds?: string[] | null };
  if (deviceIds && deviceIds.length > MAX_WATCHED) {
    throw clientError(
      'BAD_USER_INPUT',
      `Expected at most ${MAX_WATCHED} "deviceIds", got ${deviceIds.length}.`,
    );
  }
  if (popId != null && !isStorableId(popId)) throw noSuchPlace();
  return reachabilityChanges(context.services, { popId: popId ?? null, deviceIds: deviceIds ?? null });
}

async function subscribeToSummary(
  args: SubscribeData['args'],
  context: DevicesContext,
): Promise<AsyncIterable<true>> {
  mayRead(context.caller);
  // Coerced by GraphQL to the argument types declared above.
  const { regionId, popId, everySeconds } = args as {
    regionId?: string | null;
    popId?: string | null;
    everySeconds?: number | null;
  };
  const seconds = everySeconds ?? 5;
  if (seconds < 1 || seconds > MAX_PERIOD_SECONDS) {
    throw clientError(
      'BAD_USER_INPUT',
      `Expected "everySeconds" between 1 and ${MAX_PERIOD_SECONDS}, got ${seconds}.`,
    );
  }
  await watchedPops(context, regionId ?? null, popId ?? null);
  return summaryTicks(seconds * 1_000);
}

/** The PoPs whose boxes are summed: one, those of a region, or all. */
async function watchedPops(
  context: DevicesContext,
  regionId: string | null,
  popId: string | null,
): Promise<readonly string[]> {
  if (popId !== null) {
    const pop = await context.loaders.pop.load(popId);
    if (pop === null || (regionId !== null && pop.regionId !== regionId)) throw noSuchPlace();
    return [pop.id];
  }
  if (regionId === null) return popIdsOf(context.services.database, null);
  if ((await context.loaders.region.load(regionId)) === null) throw noSuchPlace();
  return context.loaders.popIdsOfRegion.load(regionId);
}

function noSuchPlace(): Error {
  return clientError(
    'NOT_FOUND',
    'Expected ids of a PoP or a region that exist and belong together, got others.',
  );
}
