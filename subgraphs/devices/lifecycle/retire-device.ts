import { type Queryable } from '../../kit/database';
import { type DevicesServices } from '../request/services';
import { type DeviceChange } from '../store/locked-devices';
import { livePlacementIds } from '../store/live-placements';
import { cancelTasks } from '../store/tasks';
import { changeDevice, type DeviceReference } from './change-device';
import { type ChangeResult, type HasPlacements, hasPlacements } from './device-problem';

/**
 * Takes a box out of the world for good. While placements hold something of it that is refused, unless `evict`:
 * then placements hears of it and evicts them.
 */
export async function retireDevice(
  services: DevicesServices,
  reference: DeviceReference,
  evict: boolean,
): Promise<ChangeResult | HasPlacements> {
  return changeDevice<HasPlacements>(services, reference, 'RETIRED', (tx, device) =>
    unlessInUse(services, tx, device.id, evict),
  );
}

async function unlessInUse(
  services: DevicesServices,
  tx: Queryable,
  deviceId: string,
  evict: boolean,
): Promise<DeviceChange | { readonly problem: HasPlacements }> {
  const placementIds = await livePlacementIds(services.database, tx, deviceId);
  if (placementIds.length > 0 && !evict) return { problem: hasPlacements(placementIds) };
  await cancelTasks(tx, deviceId, services.clock());
  return {};
}
