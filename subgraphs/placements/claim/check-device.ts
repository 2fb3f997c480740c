import type { DeviceUnavailableProblem } from '../engine-types';
import type { ProviderFacts } from './claim-facts';

/** The trait that takes a box out of scheduling (OpenStack's standard trait). */
export const DISABLED_TRAIT = 'COMPUTE_STATUS_DISABLED';

/**
 * Whether the box takes new claims, or why not. Whose box it is decides nothing: the own home comes first where boxes are
 * weighed, and others of the PoP follow (domain C4). UNKNOWN is no reason to refuse: it only means that the hot state is
 * away (I14).
 */
export function checkDevice(provider: ProviderFacts): DeviceUnavailableProblem | null {
  if (provider.lifecycle !== 'ACTIVATED') {
    return unavailable(provider, false, `Expected an ACTIVATED box, got one that is ${provider.lifecycle}.`);
  }
  if (provider.reachability === 'OFFLINE') {
    return unavailable(provider, true, 'Expected a box that can be reached, got one that is OFFLINE.');
  }
  return provider.traits.includes(DISABLED_TRAIT)
    ? unavailable(provider, false, `Expected a box that takes claims, got one with ${DISABLED_TRAIT}.`)
    : null;
}

function unavailable(provider: ProviderFacts, retryable: boolean, message: string): DeviceUnavailableProblem {
  return { __typename: 'DeviceUnavailable', retryable, deviceId: provider.deviceId, message };
}
