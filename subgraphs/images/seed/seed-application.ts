import type { Arch, ContainerFormat, DiskFormat } from '../model/image-words';

/** A build's own figures; everything else is the application's. */
export interface SeedBuild {
  /** Compressed size as pulled. */
  readonly megabytes: number;
  /** RAM the program needs on this architecture. @default the application's */
  readonly memoryMb?: number;
  /** @default the application's */
  readonly diskGb?: number;
  readonly requiredTraits?: readonly string[];
}

/** An application of the demonstration catalogue. */
export interface SeedApplication {
  readonly slug: string;
  readonly name: string;
  readonly publisherId: string;
  readonly tags: readonly string[];
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
  readonly minDownlinkKbps?: number;
  /** Unpacked size over pulled size. */
  readonly unpackRatio: number;
  readonly diskFormat: DiskFormat;
  readonly containerFormat: ContainerFormat;
  /** EUR per hour; null = free of charge. */
  readonly pricePerHour: string | null;
  readonly forbiddenTraits?: readonly string[];
  /** Oldest first. */
  readonly versions: readonly string[];
  /** How many of the newest versions are ACTIVE; older ones are DEACTIVATED. @default 1 */
  readonly activeVersions?: number;
  readonly builds: Readonly<Partial<Record<Arch, SeedBuild>>>;
}
