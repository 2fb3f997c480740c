import { type HotRecord } from '../hot-state/hot-state';
import { reachabilityOf, type SilenceLimits } from '../hot-state/reachability';
import { type Claimed } from '../store/claimed';
import {
  type DeviceLifecycle,
  type HealthStatus,
  type Reachability,
  type ResourceAdministrativeState,
  type ResourceOperationalState,
  type ResourceUsageState,
} from '../types/enums';

/** Whether beats of a box in this stage of life are believed: others never come alive. */
export function isInService(lifecycle: DeviceLifecycle): boolean {
  return lifecycle === 'ACTIVATED' || lifecycle === 'SUSPENDED';
}

/** The reachability of a box; null = nothing known of it, or the hot state is gone. */
export function deviceReachability(
  lifecycle: DeviceLifecycle,
  record: HotRecord | null,
  nowMs: number,
  limits: SilenceLimits,
): Reachability {
  if (!isInService(lifecycle)) return 'UNKNOWN';
  return reachabilityOf(record?.lastSeenAtMs ?? null, nowMs, limits);
}

/** The health that the last sample had. Without a sample nothing speaks against the box. */
export function deviceHealth(record: HotRecord | null): HealthStatus {
  return record?.sample?.health ?? 'OK';
}

/** TMF639: SUSPENDED and QUARANTINED boxes are locked, a retired one is shut down (domain A4). */
export function administrativeState(lifecycle: DeviceLifecycle): ResourceAdministrativeState {
  if (lifecycle === 'SUSPENDED' || lifecycle === 'QUARANTINED') return 'LOCKED';
  return lifecycle === 'RETIRED' ? 'SHUTDOWN' : 'UNLOCKED';
}

/** TMF639: a box that is OFFLINE or FAULTY does not operate (domain A4). */
export function operationalState(reachability: Reachability, health: HealthStatus): ResourceOperationalState {
  return reachability === 'OFFLINE' || health === 'FAULTY' ? 'DISABLE' : 'ENABLE';
}

/** What a model offers to placements. */
export interface Offer {
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly hostReservedMemoryMb: number;
  readonly cpuAllocationRatio: number;
}

/**
 * TMF639: nothing runs = idle, something runs and capacity is left = active, none left = busy (domain A4).
 * What runs is what the box says; while it says nothing, what was last known.
 */
export function usageState(
  offer: Offer,
  claimed: Pick<Claimed, 'vcpu' | 'memoryMb' | 'running'> | null,
  record: HotRecord | null,
): ResourceUsageState {
  const running = record?.sample?.runningCount ?? claimed?.running ?? 0;
  if (running === 0) return 'IDLE';
  const freeVcpu = Math.floor(offer.vcpu * offer.cpuAllocationRatio) - (claimed?.vcpu ?? 0);
  const freeMemoryMb = offer.memoryMb - offer.hostReservedMemoryMb - (claimed?.memoryMb ?? 0);
  return freeVcpu <= 0 || freeMemoryMb <= 0 ? 'BUSY' : 'ACTIVE';
}
