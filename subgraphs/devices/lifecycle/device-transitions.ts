import { type DeviceLifecycle } from '../types/enums';

/**
 * Where a box may go from each stage of its life (domain A4): INVENTORY -> SHIPPED -> ACTIVATED <-> SUSPENDED,
 * ACTIVATED | SUSPENDED <-> QUARANTINED, any -> RETIRED, which is the end. A box may be put into service straight
 * from the shelf, as a swap does.
 */
const STEPS: Readonly<Record<DeviceLifecycle, readonly DeviceLifecycle[]>> = {
  INVENTORY: ['SHIPPED', 'ACTIVATED', 'RETIRED'],
  SHIPPED: ['ACTIVATED', 'RETIRED'],
  ACTIVATED: ['SUSPENDED', 'QUARANTINED', 'RETIRED'],
  SUSPENDED: ['ACTIVATED', 'QUARANTINED', 'RETIRED'],
  QUARANTINED: ['ACTIVATED', 'SUSPENDED', 'RETIRED'],
  RETIRED: [],
};

/** Whether the state machine has this step. Staying is no step. */
export function mayBecome(from: DeviceLifecycle, to: DeviceLifecycle): boolean {
  return STEPS[from].includes(to);
}

/** Whether a box of this stage can take the place of another: it is in nobody's home yet. */
export function mayReplace(lifecycle: DeviceLifecycle): boolean {
  return lifecycle === 'INVENTORY' || lifecycle === 'SHIPPED';
}
