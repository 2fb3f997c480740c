import { type Caller, isInternal } from '../../kit/caller';
import type { ImageNotDeployableProblem } from '../engine-types';
import type { ImageFacts, ProviderFacts } from './claim-facts';

/**
 * Whether the image may be deployed at all by this caller, or why not (I8): ACTIVE, and public, community, shared
 * (with the caller's publisher; the telco's own teams place for everybody it is shared with) or the caller's own.
 */
export function checkImage(image: ImageFacts, caller: Caller): ImageNotDeployableProblem | null {
  if (image.status !== 'ACTIVE') {
    return notDeployable(image, `Expected an ACTIVE image, got one that is ${image.status}.`);
  }
  return isOpenTo(image, caller)
    ? null
    : notDeployable(image, `Expected an image open to this caller, got one that is ${image.visibility}.`);
}

/** Whether the image runs on this box, or why not (I8): arch, traits and the least size of the box. */
export function checkImageFits(image: ImageFacts, provider: ProviderFacts): ImageNotDeployableProblem | null {
  if (image.arch !== provider.arch) {
    return notDeployable(image, `The image is made for ${image.arch}, the box is ${provider.arch}.`);
  }
  const missing = image.requiredTraits.find((trait) => !provider.traits.includes(trait));
  if (missing !== undefined)
    return notDeployable(image, `The image requires the trait ${missing}, the box lacks it.`);
  const unwanted = image.forbiddenTraits.find((trait) => provider.traits.includes(trait));
  if (unwanted !== undefined)
    return notDeployable(image, `The image forbids the trait ${unwanted}, the box has it.`);
  return checkLeastSize(image, provider);
}

function isOpenTo(image: ImageFacts, caller: Caller): boolean {
  switch (image.visibility) {
    case 'PUBLIC':
    case 'COMMUNITY':
      return true;
    case 'SHARED':
      if (isInternal(caller)) return true;
      break;
  }
  const tenant = caller.tenant;
  if (tenant === null) return false;
  return tenant === image.ownerId || (image.visibility === 'SHARED' && image.sharedWith.includes(tenant));
}

function checkLeastSize(image: ImageFacts, provider: ProviderFacts): ImageNotDeployableProblem | null {
  const needs = [
    ['MEMORY_MB', image.minRamMb],
    ['DISK_GB', image.minDiskGb],
  ] as const;
  for (const [resourceClass, least] of needs) {
    const has = provider.inventories.find((each) => each.resourceClass === resourceClass)?.capacity ?? 0;
    if (has < least) {
      return notDeployable(
        image,
        `The image needs a box with ${resourceClass} ${least}, this one has ${has}.`,
      );
    }
  }
  return null;
}

function notDeployable(image: ImageFacts, message: string): ImageNotDeployableProblem {
  return { __typename: 'ImageNotDeployable', retryable: false, imageId: image.id, message };
}
