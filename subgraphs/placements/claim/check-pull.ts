import type {
  DeviceUnavailableProblem,
  ImageNotDeployableProblem,
  InsufficientCapacityProblem,
} from '../engine-types';
import { freeOf } from './check-capacity';
import type { ImageFacts, ProviderFacts } from './claim-facts';

/** What a box must have to get an image onto its disk (I11). */
export interface PullNeeds {
  /** Of the line. A line that nobody measured has 0. */
  readonly leastKbps: number;
  /** Free DISK_GB for the image, packed and unpacked, beside what is claimed already. */
  readonly diskGb: number;
  /** Of the month's data, where the line has a cap. */
  readonly dataGb: number;
}

/** Why an image cannot be pulled by a box. */
export type PullProblem = ImageNotDeployableProblem | InsufficientCapacityProblem | DeviceUnavailableProblem;

/** GraphQL's Int and the column's type. */
const MAX_INT = 2_147_483_647;

/** What the pull of an image takes; with `maxPullSeconds`, how fast the line must be for it to end in time. */
export function pullNeeds(
  image: Pick<ImageFacts, 'sizeBytes' | 'virtualSizeBytes' | 'minDownlinkKbps'>,
  maxPullSeconds: number | null,
): PullNeeds {
  const size = image.sizeBytes ?? 0;
  const inTimeKbps =
    maxPullSeconds === null ? 0 : Math.ceil((size * 8) / 1000 / Math.max(maxPullSeconds, 0.001));
  return {
    leastKbps: Math.min(Math.max(image.minDownlinkKbps ?? 0, inTimeKbps), MAX_INT),
    diskGb: Math.min(Math.ceil((size + (image.virtualSizeBytes ?? size)) / 2 ** 30), MAX_INT),
    dataGb: size / 1e9,
  };
}

/**
 * What of the pull the box cannot do, or null (I11). The one rule of searches and claims: the search's index finds boxes
 * by the same `pullNeeds`, and whatever it finds is asked here again. A box that may still have the image on its disk
 * is no exception: boxes throw out what is unused when they need room.
 */
export function checkPull(
  image: ImageFacts,
  provider: ProviderFacts,
  maxPullSeconds: number | null = null,
): PullProblem | null {
  const needs = pullNeeds(image, maxPullSeconds);
  return checkLine(image, provider, needs) ?? checkDisk(provider, needs) ?? checkData(provider, needs);
}

function checkLine(
  image: ImageFacts,
  provider: ProviderFacts,
  { leastKbps }: PullNeeds,
): ImageNotDeployableProblem | null {
  const { downlinkKbps } = provider;
  if ((downlinkKbps ?? 0) >= leastKbps) return null;
  const arrived = downlinkKbps === null ? 'a line of unknown speed' : `${downlinkKbps} kbit/s`;
  return {
    __typename: 'ImageNotDeployable',
    retryable: false,
    imageId: image.id,
    message: `The image needs a line of at least ${leastKbps} kbit/s, the box has ${arrived}.`,
  };
}

/** A box whose disk an operator does not count (no DISK_GB inventory) is not judged by it. */
function checkDisk(provider: ProviderFacts, { diskGb }: PullNeeds): InsufficientCapacityProblem | null {
  const disk = provider.inventories.find((each) => each.resourceClass === 'DISK_GB');
  const free = disk ? freeOf(disk) : 0;
  if (disk === undefined || free >= diskGb) return null;
  return {
    __typename: 'InsufficientCapacity',
    retryable: false,
    resourceClass: 'DISK_GB',
    requested: diskGb,
    free,
    message: `The image needs DISK_GB ${diskGb} free to be pulled and unpacked, the box has ${free}.`,
  };
}

function checkData(
  { deviceId, dataCapGb }: ProviderFacts,
  { dataGb }: PullNeeds,
): DeviceUnavailableProblem | null {
  if (dataCapGb === null || dataCapGb >= dataGb) return null;
  return {
    __typename: 'DeviceUnavailable',
    retryable: false,
    deviceId,
    message: `The pull takes ${dataGb} GB of the month's data, the box has ${dataCapGb} GB left.`,
  };
}
