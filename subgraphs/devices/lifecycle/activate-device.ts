import { type Queryable } from '../../kit/database';
import { clientError } from '../../kit/errors';
import { type DevicesServices } from '../request/services';
import { popsById } from '../store';
import { isKnownSubscriber } from '../store/known-subscribers';
import { livePlacementIds } from '../store/live-placements';
import { type DeviceChange } from '../store/locked-devices';
import { type DeviceRow } from '../tables';
import { changeDevice, type DeviceReference } from './change-device';
import { type ChangeResult } from './device-problem';

/**
 * Puts a box into service at a subscriber's home; also what ends a suspension or a quarantine.
 *
 * @throws GraphQLError NOT_FOUND for a subscriber that does not exist, CONFLICT when the box still runs something of
 * another subscriber.
 */
export async function activateDevice(
  services: DevicesServices,
  reference: DeviceReference,
  subscriberId: string,
): Promise<ChangeResult> {
  return changeDevice(services, reference, 'ACTIVATED', async (tx, device) => {
    await refuseUnknownSubscriber(services, tx, subscriberId);
    await refuseForeignPlacements(services, tx, device, subscriberId);
    return {
      subscriberId,
      quarantineReason: null,
      activatedAt: device.activatedAt ?? services.clock(),
      ...(await lineOf(services, device)),
    };
  });
}

async function refuseUnknownSubscriber(
  { database }: DevicesServices,
  tx: Queryable,
  subscriberId: string,
): Promise<void> {
  if (await isKnownSubscriber(database, tx, subscriberId)) return;
  throw clientError('NOT_FOUND', 'Expected the id of an existing subscriber, got one that does not exist.');
}

/** What runs on a box belongs to who lives there: it may not change hands under it. */
async function refuseForeignPlacements(
  services: DevicesServices,
  tx: Queryable,
  device: DeviceRow,
  subscriberId: string,
): Promise<void> {
  if (device.subscriberId === null || device.subscriberId === subscriberId) return;
  const placementIds = await livePlacementIds(services.database, tx, device.id);
  if (placementIds.length === 0) return;
  throw clientError(
    'CONFLICT',
    `Expected the subscriber whose ${placementIds.length} placements the device holds, got another one.`,
  );
}

/** A box whose line nobody entered gets the one that its PoP gives by default. */
async function lineOf({ database }: DevicesServices, device: DeviceRow): Promise<DeviceChange> {
  if (device.accessTechnology !== null) return {};
  const [pop] = await popsById(database, [device.popId]);
  if (pop === undefined) return {};
  return {
    accessTechnology: pop.defaultTechnology,
    downlinkKbps: pop.defaultDownlinkKbps,
    uplinkKbps: pop.defaultUplinkKbps,
    dataCapRemainingGb: null,
  };
}
