import { createHash } from 'node:crypto';
import type { ImageStatus } from '../model/image-status';
import type { Arch, ContainerFormat, DiskFormat, ImageVisibility } from '../model/image-words';
import { type ImageProperties, propertiesOf } from '../model/requirements';
import { versionKey } from '../model/version-key';
import { CATALOGUE } from './catalogue';
import { type SeedApplication, type SeedBuild } from './seed-application';
import { SPECIAL_IMAGES, type SpecialImage } from './special-images';

/** A row of `images` to be. */
export interface PlannedImage {
  readonly id: string;
  readonly name: string;
  readonly applicationId: string;
  readonly appVersion: string;
  readonly versionKey: string;
  readonly ownerId: string;
  readonly status: ImageStatus;
  readonly visibility: ImageVisibility;
  readonly sharedWith: readonly string[];
  readonly diskFormat: DiskFormat;
  readonly containerFormat: ContainerFormat;
  readonly sizeBytes: number | null;
  readonly virtualSizeBytes: number | null;
  readonly hashAlgo: string | null;
  readonly hashValue: string | null;
  readonly minRamMb: number;
  readonly minDiskGb: number;
  readonly properties: ImageProperties;
  readonly tags: readonly string[];
  readonly protected: boolean;
  readonly hidden: boolean;
  readonly priceAmount: string | null;
  readonly priceCurrency: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const DAY_MS = 86_400_000;
const MEGABYTE = 1_000_000;
const MEBIBYTE = 1_024 ** 2;
/** Releases of an application are about this far apart. */
const RELEASE_DAYS = 45;
/** Statuses without bytes. */
const EMPTY_STATUSES: readonly ImageStatus[] = ['QUEUED', 'KILLED'];

/** The id of a seeded application. */
export function applicationId(slug: string): string {
  return `app-${slug}`;
}

/** All images of the demonstration catalogue as of `now`; the same on every machine. */
export function planImages(now: Date): PlannedImage[] {
  const regular = CATALOGUE.flatMap((application) =>
    application.versions.flatMap((version) =>
      archsOf(application).map((arch) => ({ slug: application.slug, version, arch })),
    ),
  );
  const planned = new Map<string, SpecialImage>();
  for (const image of [...regular, ...SPECIAL_IMAGES]) planned.set(imageId(image), image);
  return [...planned.values()].map((image) => planImage(image, now));
}

function planImage(image: SpecialImage, now: Date): PlannedImage {
  const application = applicationOf(image.slug);
  const build = application.builds[image.arch] ?? { megabytes: 0 };
  const status = image.status ?? statusOf(application, image.version);
  const createdAt = createdAtOf(application, image, now);
  return {
    id: imageId(image),
    name: `${application.name} ${image.version} (${image.arch.toLowerCase()})`,
    applicationId: applicationId(image.slug),
    appVersion: image.version,
    versionKey: versionKey(image.version),
    ownerId: application.publisherId,
    status,
    visibility: image.visibility ?? 'PUBLIC',
    sharedWith: image.sharedWith ?? [],
    diskFormat: application.diskFormat,
    containerFormat: application.containerFormat,
    ...bytesOf(application, build, image, status),
    minRamMb: build.memoryMb ?? application.memoryMb,
    minDiskGb: build.diskGb ?? application.diskGb,
    properties: propertiesOf({
      arch: image.arch,
      vcpu: application.vcpu,
      requiredTraits: build.requiredTraits ?? [],
      forbiddenTraits: application.forbiddenTraits ?? [],
      minDownlinkKbps: application.minDownlinkKbps ?? null,
    }),
    tags: application.tags,
    protected: image.protected ?? false,
    hidden: image.hidden ?? false,
    priceAmount: application.pricePerHour,
    priceCurrency: application.pricePerHour === null ? null : 'EUR',
    createdAt,
    updatedAt: createdAt,
  };
}

function archsOf(application: SeedApplication): Arch[] {
  // The keys of a record are its key type; JavaScript only knows them as text.
  return Object.keys(application.builds) as Arch[];
}

function applicationOf(slug: string): SeedApplication {
  const application = CATALOGUE.find((candidate) => candidate.slug === slug);
  if (application === undefined) throw new Error(`seed: the catalogue has no application "${slug}"`);
  return application;
}

function imageId({ slug, version, arch }: SpecialImage): string {
  return `img-${slug}-${version}-${arch.toLowerCase()}`;
}

function statusOf(application: SeedApplication, version: string): ImageStatus {
  const index = application.versions.indexOf(version);
  const firstActive = application.versions.length - (application.activeVersions ?? 1);
  // Versions beyond the catalogue's are newer than all of it.
  return index === -1 || index >= firstActive ? 'ACTIVE' : 'DEACTIVATED';
}

function createdAtOf(application: SeedApplication, { version, slug, arch }: SpecialImage, now: Date): string {
  const index = application.versions.indexOf(version);
  const releasesAgo = index === -1 ? 0 : application.versions.length - index;
  const jitterMs = createHash('sha256').update(`${slug} ${arch}`).digest().readUInt32BE() % (20 * DAY_MS);
  return new Date(now.getTime() - releasesAgo * RELEASE_DAYS * DAY_MS - jitterMs - DAY_MS).toISOString();
}

type Bytes = Pick<PlannedImage, 'sizeBytes' | 'virtualSizeBytes' | 'hashAlgo' | 'hashValue'>;

/**
 * Seeded images have a size and a hash but no file: nobody downloads them here, boxes are simulated. The size varies
 * a little by version; the hash is the SHA-512 of the image's id.
 */
function bytesOf(
  application: SeedApplication,
  build: SeedBuild,
  image: SpecialImage,
  status: ImageStatus,
): Bytes {
  if (EMPTY_STATUSES.includes(status)) {
    return { sizeBytes: null, virtualSizeBytes: null, hashAlgo: null, hashValue: null };
  }
  const digest = createHash('sha512').update(imageId(image)).digest();
  const sizeBytes = build.megabytes * MEGABYTE - (digest.readUInt32BE() % (build.megabytes * 20_000));
  const unpackedMebibytes = Math.ceil((sizeBytes * application.unpackRatio) / MEBIBYTE);
  return {
    sizeBytes,
    virtualSizeBytes: unpackedMebibytes * MEBIBYTE,
    hashAlgo: 'sha512',
    hashValue: digest.toString('hex'),
  };
}
