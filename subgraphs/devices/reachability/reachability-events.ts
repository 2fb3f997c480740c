import { type DomainEvent } from '../../kit/events';
import { type Reachability } from '../types/enums';

/** Topic of transitions between ONLINE, STALE and OFFLINE. */
export const DEVICE_REACHABILITY = 'devices.device.reachability';

/** A box that can be reached in another way than before. */
export interface Transition {
  readonly deviceId: string;
  readonly popId: string;
  readonly to: Exclude<Reachability, 'UNKNOWN'>;
  readonly lastSeenAtMs: number;
  /** When it happened; the newest one counts. */
  readonly atMs: number;
}

/** The event of a transition. */
export function reachabilityEvent(transition: Transition): DomainEvent {
  const { deviceId, popId, to, lastSeenAtMs, atMs } = transition;
  return {
    topic: DEVICE_REACHABILITY,
    key: deviceId,
    version: atMs,
    payload: { deviceId, popId, reachability: to, lastSeenAt: new Date(lastSeenAtMs).toISOString() },
  };
}
