import { type Database, type Queryable } from '../../kit/database';
import { type DomainEvent } from '../../kit/events';
import { modelsById } from '../store';
import { type DeviceModelRow, type DeviceRow } from '../tables';

/** Topics about boxes. */
export const DEVICE_CHANGED = 'devices.device.changed';
export const DEVICE_SWAPPED = 'devices.device.swapped';

/** The part of a box that is told. */
export type AnnouncedDevice = Pick<
  DeviceRow,
  | 'id'
  | 'version'
  | 'lifecycle'
  | 'popId'
  | 'regionId'
  | 'modelId'
  | 'subscriberId'
  | 'downlinkKbps'
  | 'dataCapRemainingGb'
  | 'replacedByDeviceId'
>;

/** What others need to know of a box to decide whether something fits on it. */
export function deviceChanged(device: AnnouncedDevice, model: DeviceModelRow): DomainEvent {
  return {
    topic: DEVICE_CHANGED,
    key: device.id,
    version: device.version,
    payload: {
      deviceId: device.id,
      lifecycle: device.lifecycle,
      popId: device.popId,
      regionId: device.regionId,
      modelId: device.modelId,
      arch: model.arch,
      traits: model.traits,
      subscriberId: device.subscriberId,
      downlinkKbps: device.downlinkKbps,
      dataCapRemainingGb: device.dataCapRemainingGb,
      vcpu: model.vcpu,
      memoryMb: model.memoryMb,
      diskGb: model.diskGb,
      hostReservedMemoryMb: model.hostReservedMemoryMb,
      hostReservedDiskGb: model.hostReservedDiskGb,
      cpuAllocationRatio: model.cpuAllocationRatio,
      replacedByDeviceId: device.replacedByDeviceId,
    },
  };
}

/** Events for boxes as they are now, in the order given. */
export async function deviceChangedEvents(
  database: Database,
  tx: Queryable,
  rows: readonly DeviceRow[],
): Promise<DomainEvent[]> {
  const modelIds = [...new Set(rows.map((row) => row.modelId))];
  const models = new Map((await modelsById(database, modelIds, tx)).map((model) => [model.id, model]));
  return rows.flatMap((row) => {
    const model = models.get(row.modelId);
    return model ? [deviceChanged(row, model)] : [];
  });
}
