import type { DeviceUnavailableProblem } from '../engine-types';
import type { ProviderFacts } from './claim-facts';

/** The trait that takes a box out of scheduling (OpenStack's standard trait). */
export const DISABLED_TRAIT = 'COMPUTE_STATUS_DISABLED';

/**
 * Whether the box takes new claims of this subscriber, or why not. UNKNOWN is no reason to refuse: it only means
 * that the hot state is away (I14).
 */
export function checkDevice(provider: ProviderFacts, subscriberId: string): DeviceUnavailableProblem | null {
  if (provider.lifecycle !== 'ACTIVATED') {
    return unavailable(provider, false, `Expected an ACTIVATED box, got one that is ${provider.lifecycle}.`);
  }
  if (provider.reachability === 'OFFLINE') {
    return unavailable(provider, true, 'Expected a box that can be reached, got one that is OFFLINE.');
  }
  if (provider.traits.includes(DISABLED_TRAIT)) {
    return unavailable(provider, false, `Expected a box that takes claims, got one with ${DISABLED_TRAIT}.`);
  }
  return mayHost(provider.subscriberId, subscriberId)
    ? null
    : unavailable(provider, false, "Expected the subscriber's own box or a shared host, got another's box.");
}

/**
 * Whether a box may host a subscriber by the subscriber's or a scheduler's choice: its own, or a shared host, which
 * is nobody's. Only an evacuation (`movePlacement`) uses other people's boxes.
 */
export function mayHost(ownerId: string | null, subscriberId: string): boolean {
  return ownerId === null || ownerId === subscriberId;
}

function unavailable(provider: ProviderFacts, retryable: boolean, message: string): DeviceUnavailableProblem {
  return { __typename: 'DeviceUnavailable', retryable, deviceId: provider.deviceId, message };
}
