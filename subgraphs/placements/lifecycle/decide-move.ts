import type { Caller } from '../../kit/caller';
import { checkAffinity } from '../claim/check-affinity';
import { checkCapacity } from '../claim/check-capacity';
import { checkDevice } from '../claim/check-device';
import { checkImage, checkImageFits } from '../claim/check-image';
import { checkPull } from '../claim/check-pull';
import type { ClaimFacts, ProviderFacts } from '../claim/claim-facts';
import type {
  AffinityViolationProblem,
  Amount,
  DeviceUnavailableProblem,
  ImageNotDeployableProblem,
  InsufficientCapacityProblem,
} from '../engine-types';

/** Why a placement cannot move to a box. */
export type MoveProblem =
  | ImageNotDeployableProblem
  | DeviceUnavailableProblem
  | InsufficientCapacityProblem
  | AffinityViolationProblem;

/** What is moved: the placement's id and what it holds. */
export interface Moving {
  readonly placementId: string;
  readonly amounts: readonly Amount[];
}

/**
 * What speaks against a move to the box of these facts, or null. Unlike a claim it asks for no entitlement, which is
 * used already.
 */
export function decideMove(
  facts: ClaimFacts & { readonly provider: ProviderFacts },
  moving: Moving,
  caller: Caller,
): MoveProblem | null {
  const { provider, image } = facts;
  if (image === null) throw new Error(`placements: the image of ${moving.placementId} was never announced`);
  return (
    checkImage(image, caller) ??
    checkDevice(provider) ??
    checkImageFits(image, provider) ??
    checkCapacity(provider, moving.amounts) ??
    checkPull(image, provider) ??
    checkAffinity(facts.group, provider, moving.placementId)
  );
}
