import { mayRead } from './policy';
import { type DevicesContext } from './request/context';
import {
  type DeviceModelRow,
  type DeviceRow,
  type DeviceTaskRow,
  type PopRow,
  type RegionRow,
} from './tables';

/** What the gateway sends to name an entity of this room; the keys are the schema's. */
interface Representation {
  readonly id?: unknown;
  readonly oui?: unknown;
  readonly productClass?: unknown;
  readonly serialNumber?: unknown;
}

/** Entities by reference (Apollo Federation 2, `_entities`). One read per type, whatever the length of the list. */
export const references = {
  async Device(reference: Representation, { caller, loaders }: DevicesContext): Promise<DeviceRow | null> {
    mayRead(caller);
    if (typeof reference.id === 'string') return loaders.device.load(reference.id);
    const { oui, productClass, serialNumber } = reference;
    if (typeof oui !== 'string' || typeof productClass !== 'string' || typeof serialNumber !== 'string') {
      return null;
    }
    return loaders.deviceBySerial.load({ oui, productClass, serialNumber });
  },
  async DeviceModel(
    { id }: Representation,
    { caller, loaders }: DevicesContext,
  ): Promise<DeviceModelRow | null> {
    mayRead(caller);
    return typeof id === 'string' ? loaders.model.load(id) : null;
  },
  async PointOfPresence({ id }: Representation, { caller, loaders }: DevicesContext): Promise<PopRow | null> {
    mayRead(caller);
    return typeof id === 'string' ? loaders.pop.load(id) : null;
  },
  async Region({ id }: Representation, { caller, loaders }: DevicesContext): Promise<RegionRow | null> {
    mayRead(caller);
    return typeof id === 'string' ? loaders.region.load(id) : null;
  },
  async DeviceTask(
    { id }: Representation,
    { caller, loaders }: DevicesContext,
  ): Promise<DeviceTaskRow | null> {
    mayRead(caller);
    return typeof id === 'string' ? loaders.task.load(id) : null;
  },
  // Who exists is known to another room; here everybody is somebody who may have boxes.
  Subscriber({ id }: Representation, { caller }: DevicesContext): { id: string } | null {
    mayRead(caller);
    return typeof id === 'string' ? { id } : null;
  },
};
