import type { Amount, ClaimProblem, GenerationConflictProblem } from '../engine-types';
import { checkAffinity } from './check-affinity';
import { checkCapacity } from './check-capacity';
import { checkDevice } from './check-device';
import { checkStanding, checkSums } from './check-entitlement';
import { checkImage, checkImageFits } from './check-image';
import { checkPull } from './check-pull';
import type { ClaimFacts, GroupFacts, ImageFacts, ProviderFacts, SubscriberFacts } from './claim-facts';
import { type ClaimRequest, notFound } from './claim-request';

/** A claim that nothing speaks against, with all it needs to be written. */
export interface AllowedClaim {
  readonly allowed: true;
  readonly provider: ProviderFacts;
  readonly subscriber: SubscriberFacts;
  readonly image: ImageFacts;
  readonly group: GroupFacts | null;
  readonly amounts: readonly Amount[];
}

/** A claim that is refused. */
export interface RefusedClaim {
  readonly allowed: false;
  readonly problem: ClaimProblem;
}

/**
 * Decides a claim from the facts of one moment. The first of these that fails is the answer: the placement id is
 * new (I6), everything named exists, the subscriber may have it (I9), the image is deployable (I8), the box takes
 * claims, the image runs on it (I8), the quoted generation is current (I5), all amounts are free (I1, I3), the
 * box can pull the image (I11), the group's policy holds (I10), the sums of the entitlement allow it (I9). The sums come last: a caller whose view of the
 * box is stale, or who asks for more than the box has, is told about the box it named.
 *
 * @throws GraphQLError NOT_FOUND for an unknown subscriber, image, device or group.
 */
export function decideClaim(facts: ClaimFacts, request: ClaimRequest): AllowedClaim | RefusedClaim {
  if (facts.existing) return refused(placementExists(facts.existing.consumerGeneration));
  const { provider, subscriber, image } = facts;
  if (subscriber === null) throw notFound('subscriber');
  if (image === null) throw notFound('image');
  if (provider === null) throw notFound('device');
  const group = ownGroup(facts.group, request);
  const amounts = request.amounts ?? requirementsOf(image);
  const problem =
    checkStanding(subscriber, image) ??
    checkImage(image, request.caller) ??
    checkDevice(provider) ??
    checkImageFits(image, provider) ??
    checkGeneration(provider, request.generation) ??
    checkCapacity(provider, amounts) ??
    checkPull(image, provider) ??
    checkAffinity(group, provider) ??
    checkSums(subscriber, amounts);
  return problem ? refused(problem) : { allowed: true, provider, subscriber, image, group, amounts };
}

/** What a placement of the image takes unless its caller says otherwise. */
export function requirementsOf(image: Pick<ImageFacts, 'vcpu' | 'memoryMb' | 'diskGb'>): readonly Amount[] {
  const amounts: readonly Amount[] = [
    { resourceClass: 'VCPU', amount: image.vcpu },
    { resourceClass: 'MEMORY_MB', amount: image.memoryMb },
    { resourceClass: 'DISK_GB', amount: image.diskGb },
  ];
  return amounts.filter(({ amount }) => amount > 0);
}

/** Whether the quoted generation is the provider's, or the conflict (I5): read again and retry. */
export function checkGeneration(
  provider: Pick<ProviderFacts, 'id' | 'generation'>,
  quoted: number | null,
): GenerationConflictProblem | null {
  if (quoted === null || quoted === provider.generation) return null;
  return {
    __typename: 'GenerationConflict',
    retryable: true,
    providerId: provider.id,
    message: `Expected the provider's generation ${provider.generation}, got ${quoted}.`,
  };
}

/**
 * The group that was named, null when none was. Groups of other subscribers do not exist for this one.
 *
 * @throws GraphQLError NOT_FOUND.
 */
export function ownGroup(
  group: GroupFacts | null,
  request: Pick<ClaimRequest, 'groupId' | 'subscriberId'>,
): GroupFacts | null {
  if (request.groupId === null) return null;
  if (group === null || group.subscriberId !== request.subscriberId) {
    throw notFound('placement group of this subscriber');
  }
  return group;
}

function placementExists(currentGeneration: number): ClaimProblem {
  return {
    __typename: 'ConsumerGenerationConflict',
    retryable: false,
    currentGeneration,
    message: 'Expected a new placement id, got one that exists.',
  };
}

function refused(problem: ClaimProblem): RefusedClaim {
  return { allowed: false, problem };
}
