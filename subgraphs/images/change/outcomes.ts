import type { ImageStatus } from '../model/image-status';
import type { ImageRecord } from '../model/records';

/** The image after a change. */
export interface Changed {
  readonly __typename: 'ImagePayload';
  readonly image: ImageRecord;
}

/** There is no such image that the caller may change. */
export interface NotFound {
  readonly __typename: 'ImageNotFound';
  readonly message: string;
  readonly imageId: string;
}

/** The image's status does not allow it. */
export interface IllegalTransition {
  readonly __typename: 'IllegalImageTransition';
  readonly message: string;
  readonly from: ImageStatus;
  readonly to: ImageStatus;
}

/** The image is protected. */
export interface Protected {
  readonly __typename: 'ImageProtected';
  readonly message: string;
  readonly imageId: string;
}

/** Boxes run the image. */
export interface InUse {
  readonly __typename: 'ImageInUse';
  readonly message: string;
  readonly imageId: string;
  readonly placementCount: number;
}

/** A change that was made. */
export function changed(image: ImageRecord): Changed {
  return { __typename: 'ImagePayload', image };
}

/** The same for an image that does not exist, that was deleted and that belongs to somebody else. */
export function notFound(imageId: string): NotFound {
  return {
    __typename: 'ImageNotFound',
    message: 'Expected the id of an image that you may change, got another one.',
    imageId,
  };
}

/** A status from which the wanted one is out of reach. */
export function illegalTransition(
  from: ImageStatus,
  to: ImageStatus,
  expected: ImageStatus,
): IllegalTransition {
  const message = `Expected an image that is ${expected}, got one that is ${from}.`;
  return { __typename: 'IllegalImageTransition', message, from, to };
}

/** A deletion that protection forbids. */
export function isProtected(imageId: string): Protected {
  return {
    __typename: 'ImageProtected',
    message: 'Expected an image without protection, got a protected one.',
    imageId,
  };
}

/** A deletion that would take an image away from running boxes. */
export function inUse(imageId: string, placementCount: number): InUse {
  const message = `Expected an image that no box runs, got one with ${placementCount} live placements.`;
  return { __typename: 'ImageInUse', message, imageId, placementCount };
}
