import { type Database } from '../kit/database';
import { type EventHandler, type Routes } from '../kit/events';
import { DEVICE_REPORTED } from './heartbeat/take-beats';
import { DEVICE_CHANGED, DEVICE_SWAPPED } from './lifecycle/device-events';
import { DEVICE_REACHABILITY } from './reachability/reachability-events';
import { applyPlacements } from './shadow/apply-placements';
import { rememberSubscribers } from './store/known-subscribers';

/** What this room tells, and whom. */
export const produces: Routes = {
  [DEVICE_CHANGED]: ['placements'],
  [DEVICE_REACHABILITY]: ['placements'],
  [DEVICE_REPORTED]: ['placements'],
  [DEVICE_SWAPPED]: ['placements'],
};

/** What this room does with what others tell. */
export function handlersOf(database: Database): Readonly<Record<string, EventHandler>> {
  return {
    'subscribers.subscriber.added': rememberSubscribers,
    'placements.placement.changed': (tx, events) => applyPlacements(database, tx, events),
  };
}
