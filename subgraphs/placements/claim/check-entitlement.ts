import type { Amount, EntitlementExceededProblem } from '../engine-types';
import type { ImageFacts, SubscriberFacts, Use } from './claim-facts';

/** The first limit of the subscriber that the claim would break, or null (I9). */
export function checkEntitlement(
  subscriber: SubscriberFacts,
  image: ImageFacts,
  amounts: readonly Amount[],
): EntitlementExceededProblem | null {
  return checkStanding(subscriber, image) ?? checkSums(subscriber, amounts);
}

/** Whether the subscriber may have placements of this image at all, whatever they take, or why not (I9). */
export function checkStanding(
  subscriber: SubscriberFacts,
  image: ImageFacts,
): EntitlementExceededProblem | null {
  if (subscriber.status !== 'ACTIVE') {
    return exceeded('status', 0, 1, `Expected an ACTIVE subscriber, got one that is ${subscriber.status}.`);
  }
  if (subscriber.creditHold) {
    return exceeded('creditHold', 0, 1, 'Expected a subscriber without credit hold, got one on hold.');
  }
  return checkTags(subscriber, image);
}

/** The first sum over the live placements and these amounts that is above the entitlement, or null (I9). */
export function checkSums(
  subscriber: SubscriberFacts,
  amounts: readonly Amount[],
): EntitlementExceededProblem | null {
  const more = useOf(amounts);
  const limits = [
    ['maxPlacements', subscriber.max.placements, subscriber.used.placements + more.placements],
    ['vcpu', subscriber.max.vcpu, subscriber.used.vcpu + more.vcpu],
    ['memoryMb', subscriber.max.memoryMb, subscriber.used.memoryMb + more.memoryMb],
    ['diskGb', subscriber.max.diskGb, subscriber.used.diskGb + more.diskGb],
  ] as const;
  for (const [limit, allowed, wouldBe] of limits) {
    if (wouldBe > allowed) {
      return exceeded(limit, allowed, wouldBe, `The entitlement allows ${limit} ${allowed}, not ${wouldBe}.`);
    }
  }
  return null;
}

/** What the amounts count for an entitlement: one placement, and the classes that plans limit. */
export function useOf(amounts: readonly Amount[]): Use {
  const of = (resourceClass: string): number =>
    amounts.find((amount) => amount.resourceClass === resourceClass)?.amount ?? 0;
  return { placements: 1, vcpu: of('VCPU'), memoryMb: of('MEMORY_MB'), diskGb: of('DISK_GB') };
}

function checkTags(subscriber: SubscriberFacts, image: ImageFacts): EntitlementExceededProblem | null {
  const allowed = subscriber.allowedImageTags;
  if (allowed.length === 0 || image.tags.some((tag) => allowed.includes(tag))) return null;
  return exceeded('allowedImageTags', 0, 1, "Expected an image that the subscriber's plans include.");
}

/** GraphQL's Int is 32 bits; a sum beyond it is just as exceeded. */
const MAX_INT = 2_147_483_647;

function exceeded(
  limit: string,
  allowed: number,
  wouldBe: number,
  message: string,
): EntitlementExceededProblem {
  return {
    __typename: 'EntitlementExceeded',
    retryable: false,
    limit,
    allowed,
    wouldBe: Math.min(wouldBe, MAX_INT),
    message,
  };
}
