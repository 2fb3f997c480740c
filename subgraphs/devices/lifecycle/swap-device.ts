import { type Queryable } from '../../kit/database';
import { type DevicesServices } from '../request/services';
import { type DeviceChange, lockDevices, saveDevice } from '../store/locked-devices';
import { cancelTasks } from '../store/tasks';
import { type DeviceRow } from '../tables';
import { emitChanges, settle } from './change-device';
import { DEVICE_SWAPPED } from './device-events';
import { type ChangeResult, illegalTransition, notFound, versionConflict } from './device-problem';
import { mayReplace } from './device-transitions';

/** Which box is replaced by which. */
export interface Swap {
  readonly fromDeviceId: string;
  readonly toDeviceId: string;
  /** The version of the old box that the caller believes in. */
  readonly ifVersion: number;
}

/**
 * Replaces a box in somebody's home in one transaction: the old one is retired, the new one takes over subscriber,
 * PoP and line, and placements hears of the swap before it hears of the retirement, so that claims move and are not
 * evicted. Answers the new box.
 */
export async function swapDevice(services: DevicesServices, swap: Swap): Promise<ChangeResult> {
  const changed: DeviceRow[] = [];
  const result = await services.database.transaction<ChangeResult>(async (tx, refuse) => {
    const locked = await lockDevices(services.database, tx, [swap.fromDeviceId, swap.toDeviceId]);
    const from = locked.get(swap.fromDeviceId);
    const to = locked.get(swap.toDeviceId);
    if (from === undefined) return refuse(notFound(swap.fromDeviceId));
    if (to === undefined) return refuse(notFound(swap.toDeviceId));
    if (from.version !== swap.ifVersion) return refuse(versionConflict(from, swap.ifVersion));
    if (from.lifecycle !== 'ACTIVATED') return refuse(illegalTransition(from.lifecycle, 'RETIRED'));
    if (!mayReplace(to.lifecycle)) return refuse(illegalTransition(to.lifecycle, 'ACTIVATED'));
    const [retired, activated] = await exchange(services, tx, from, to);
    changed.splice(0, changed.length, retired, activated);
    return { __typename: 'DevicePayload', device: activated };
  });
  if (result.__typename !== 'DevicePayload') return result;
  const [, device = result.device] = await settle(services, changed);
  return { ...result, device };
}

async function exchange(
  services: DevicesServices,
  tx: Queryable,
  from: DeviceRow,
  to: DeviceRow,
): Promise<[DeviceRow, DeviceRow]> {
  const retired = await saveDevice(tx, from, { lifecycle: 'RETIRED', replacedByDeviceId: to.id });
  const activated = await saveDevice(tx, to, takenOver(from, services.clock()));
  await cancelTasks(tx, from.id, services.clock());
  const swapped = {
    topic: DEVICE_SWAPPED,
    key: from.id,
    version: retired.version,
    payload: { fromDeviceId: from.id, toDeviceId: to.id },
  };
  // The new box first: whoever applies these in order has a place for the claims before the old one goes.
  await emitChanges(services, tx, [activated]);
  await emitChanges(services, tx, [retired], [swapped]);
  return [retired, activated];
}

function takenOver(from: DeviceRow, now: Date): DeviceChange {
  return {
    lifecycle: 'ACTIVATED',
    subscriberId: from.subscriberId,
    popId: from.popId,
    regionId: from.regionId,
    accessTechnology: from.accessTechnology,
    downlinkKbps: from.downlinkKbps,
    uplinkKbps: from.uplinkKbps,
    dataCapRemainingGb: from.dataCapRemainingGb,
    activatedAt: now,
  };
}
