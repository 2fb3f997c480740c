import type { Queryable } from '../../kit/database';
import type { EngineDependencies } from '../engine/dependencies';
import { changeStates, type StateChange } from '../store/change-states';
import { type LockedPlacement, lockPlacements } from '../store';
import { pathBetween } from './states';

/** Evicts everything live on boxes that are gone for good, and releases it at once: nothing will report it ended. */
export async function evictFromDevices(
  dependencies: EngineDependencies,
  tx: Queryable,
  deviceIds: readonly string[],
  reason: string,
): Promise<void> {
  if (deviceIds.length === 0) return;
  const live = await lockPlacements(dependencies.database, tx, { deviceIds });
  await changeStates(
    dependencies,
    tx,
    live.flatMap((placement) => eviction(placement, reason)),
    'devices',
  );
}

/** A placement that was ending anyway ends as its owner wished. */
function eviction(placement: LockedPlacement, reason: string): StateChange[] {
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
