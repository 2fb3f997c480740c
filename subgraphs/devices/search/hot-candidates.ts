import { type HealthStatus } from '../types/enums';
import { type DevicesServices } from '../request/services';
import { type HotFilter, seenRanges } from './hot-filter';

/** More candidates than this are no help: reading the boxes in order finds a page sooner. */
const MAX_CANDIDATES = 20_000;

/**
 * The boxes that can pass the filter at all, from the indexes of the hot state; null when no index narrows them.
 *
 * @throws HotStateUnavailable
 */
export async function hotCandidates(
  { hotState, limits }: Pick<DevicesServices, 'hotState' | 'limits'>,
  popIds: readonly string[],
  filter: HotFilter,
  nowMs: number,
): Promise<string[] | null> {
  const limit = MAX_CANDIDATES + 1;
  const ranges = seenRanges(filter, nowMs, limits);
  if (ranges) {
    return fewEnough(
      popIds.flatMap((popId) =>
        ranges.map(({ fromMs, toMs }) => hotState.idsByLastSeen(popId, fromMs, toMs, { limit })),
      ),
    );
  }
  const ill = filter.health?.filter(isIll);
  if (!ill || ill.length !== filter.health?.length) return null;
  return fewEnough(
    popIds.flatMap((popId) => ill.map((health) => hotState.idsByHealth(popId, health, nowMs, { limit }))),
  );
}

async function fewEnough(
  reads: readonly Promise<readonly { readonly deviceId: string }[]>[],
): Promise<string[] | null> {
  const found = (await Promise.all(reads)).flat();
  return found.length > MAX_CANDIDATES ? null : found.map((box) => box.deviceId);
}

function isIll(health: HealthStatus): health is Exclude<HealthStatus, 'OK'> {
  return health !== 'OK';
}
