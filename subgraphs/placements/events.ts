import type { EventHandler, Routes } from '../kit/events';
import type { EngineDependencies } from './engine/dependencies';
import { deviceChanged } from './handlers/device-changed';
import { deviceReachability } from './handlers/device-reachability';
import { deviceReported } from './handlers/device-reported';
import { deviceSwapped } from './handlers/device-swapped';
import { imageChanged } from './handlers/image-changed';
import { subscriberChanged } from './handlers/subscriber-changed';

/** What this room announces, and who is told. */
export const produces: Routes = {
  'placements.placement.changed': ['devices', 'images'],
  'placements.subscriber.use': ['subscribers'],
  'placements.usage.recorded': ['subscribers'],
};

/** What this room is told, and what it does about it. */
export function createHandlers(dependencies: EngineDependencies): Readonly<Record<string, EventHandler>> {
  return {
    'devices.device.changed': deviceChanged(dependencies),
    'devices.device.reachability': deviceReachability,
    'devices.device.reported': deviceReported(dependencies),
    'devices.device.swapped': deviceSwapped(dependencies),
    'subscribers.subscriber.changed': subscriberChanged,
    'images.image.changed': imageChanged,
  };
}
