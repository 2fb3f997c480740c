import { type PopSummary } from '../hot-state/hot-state';
import { type DevicesServices } from '../request/services';
import { countsOfPops } from '../store/device-counts';
import { type FleetSummary } from '../types/device-state';
import { whileReachable } from './read-hot';

/**
 * The summary of each PoP, in the order asked: the total from the counters of the records, the rest from the hot
 * state. Boxes in none of the other figures were never heard of, or the hot state is gone. Retired boxes do not count.
 */
export async function summariesOfPops(
  { database, hotState, log }: Pick<DevicesServices, 'database' | 'hotState' | 'log'>,
  popIds: readonly string[],
  now: Date,
): Promise<FleetSummary[]> {
  const [counts, hot] = await Promise.all([
    countsOfPops(database, popIds),
    whileReachable(log, () => hotState.summary(popIds, now.getTime())),
  ]);
  const totals = new Map<string, number>();
  for (const { popId, lifecycle, boxes } of counts) {
    if (lifecycle !== 'RETIRED') totals.set(popId, (totals.get(popId) ?? 0) + boxes);
  }
  return popIds.map((popId, index) => summaryOf(totals.get(popId) ?? 0, hot?.[index] ?? null, now));
}

/** The sum of summaries; of none, zeros. */
export function sumOfSummaries(summaries: readonly FleetSummary[], now: Date): FleetSummary {
  const zero: FleetSummary = { total: 0, online: 0, stale: 0, offline: 0, degraded: 0, asOf: now };
  return summaries.reduce(
    (sum, each) => ({
      total: sum.total + each.total,
      online: sum.online + each.online,
      stale: sum.stale + each.stale,
      offline: sum.offline + each.offline,
      degraded: sum.degraded + each.degraded,
      asOf: now,
    }),
    zero,
  );
}

function summaryOf(total: number, hot: PopSummary | null, now: Date): FleetSummary {
  return {
    total,
    online: hot?.online ?? 0,
    stale: hot?.stale ?? 0,
    offline: hot?.offline ?? 0,
    degraded: hot?.degraded ?? 0,
    asOf: now,
  };
}
