import type { Queryable } from '../../kit/database';
import type { EngineDependencies } from '../engine/dependencies';
import { changeStates, type StateChange } from '../store/change-states';
import { type LockedPlacement, lockPlacements } from '../store';
import { pathBetween } from './states';

/** A placement that goes with its box, and why. */
export interface Eviction {
  readonly placement: LockedPlacement;
  readonly reason: string;
}

/** Evicts everything live on boxes that are gone for good, and releases it at once: nothing will report it ended. */
export async function evictFromDevices(
  dependencies: EngineDependencies,
  tx: Queryable,
  deviceIds: readonly string[],
  reason: string,
): Promise<void> {
  if (deviceIds.length === 0) return;
  const live = await lockPlacements(dependencies.database, tx, { deviceIds });
  await evict(
    dependencies,
    tx,
    live.map((placement) => ({ placement, reason })),
  );
}

/** The same for placements that are locked already, each for its own reason. */
export async function evict(
  dependencies: EngineDependencies,
  tx: Queryable,
  evictions: readonly Eviction[],
): Promise<void> {
  await changeStates(dependencies, tx, evictions.flatMap(changeFor), 'devices');
}

/** A placement that was ending anyway ends as its owner wished. */
function changeFor({ placement, reason }: Eviction): StateChange[] {
  const target = placement.state === 'DRAINING' ? (placement.ends_as ?? 'EVICTED') : 'EVICTED';
  const path = pathBetween(placement.state, target);
  if (path === null) return [];
  const isOwnWish = placement.state === 'DRAINING';
  return [
    {
      placementId: placement.id,
      path,
      reason,
      ...(!isOwnWish && { endReason: 'DEVICE_RETIRED' as const, endsAs: 'EVICTED' as const }),
    },
  ];
}
