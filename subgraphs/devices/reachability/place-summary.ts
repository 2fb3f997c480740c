import { type DevicesContext } from '../request/context';
import { type FleetSummary } from '../types/device-state';
import { sumOfSummaries } from './fleet-summary';

/** The summary of a region: the sum of its PoPs'. */
export async function regionSummary(context: DevicesContext, regionId: string): Promise<FleetSummary> {
  const popIds = await context.loaders.popIdsOfRegion.load(regionId);
  return placesSummary(context, popIds);
}

/** The sum of these PoPs' summaries. */
export async function placesSummary(
  { loaders }: DevicesContext,
  popIds: readonly string[],
): Promise<FleetSummary> {
  return sumOfSummaries(
    await Promise.all(popIds.map((popId) => loaders.popSummary.load(popId))),
    loaders.now,
  );
}
