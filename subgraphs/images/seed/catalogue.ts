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

const CONTAINER = { diskFormat: 'OCI', containerFormat: 'DOCKER' } as const;
const DISK = { diskFormat: 'QCOW2', containerFormat: 'BARE' } as const;

/** Names of publishers by id. */
export const PUBLISHER_NAMES: Readonly<Record<string, string>> = {
  'pub-lastmile': 'Lastmile Networks',
  'pub-hearth': 'Hearthside Home Systems',
  'pub-adamant': 'Adamant Security',
  'pub-playfield': 'Playfield Interactive',
  'pub-nestwork': 'Nestwork Media',
};

/**
 * The demonstration catalogue. Names are invented; figures are those of free programs of the same kind as shipped for
 * each architecture: container layers of 4 to 900 MB, resident memory as measured by their projects' documentation.
 * MIPS builds need no whole gigabyte of disk: routers with 64 MB of RAM keep them in flash.
 */
export const CATALOGUE: readonly SeedApplication[] = [
  {
    ...CONTAINER,
    slug: 'adblock',
    name: 'Quietnet Ad Blocker',
    publisherId: 'pub-adamant',
    tags: ['network', 'privacy', 'security'],
    vcpu: 1,
    memoryMb: 64,
    diskGb: 1,
    unpackRatio: 2.3,
    pricePerHour: '0.0010',
    versions: ['2.2.0', '2.3.2', '2.4.1'],
    activeVersions: 2,
    builds: {
      X86_64: { megabytes: 22 },
      AARCH64: { megabytes: 21 },
      ARMV7L: { megabytes: 19 },
      MIPS: { megabytes: 6, memoryMb: 24, diskGb: 0 },
    },
  },
  {
    ...CONTAINER,
    slug: 'dns',
    name: 'Plainname Resolver',
    publisherId: 'pub-lastmile',
    tags: ['network'],
    vcpu: 1,
    memoryMb: 32,
    diskGb: 1,
    unpackRatio: 2.5,
    pricePerHour: null,
    versions: ['1.8.4', '1.9.0', '1.10.0'],
    activeVersions: 2,
    builds: {
      X86_64: { megabytes: 9 },
      AARCH64: { megabytes: 9 },
      ARMV7L: { megabytes: 8 },
      MIPS: { megabytes: 4, memoryMb: 16, diskGb: 0 },
    },
  },
  {
    ...CONTAINER,
    slug: 'probe',
    name: 'Lastmile Line Probe',
    publisherId: 'pub-lastmile',
    tags: ['network', 'diagnostics'],
    vcpu: 1,
    memoryMb: 24,
    diskGb: 0,
    unpackRatio: 2.2,
    pricePerHour: null,
    versions: ['0.9.6', '1.0.3'],
    builds: {
      X86_64: { megabytes: 5 },
      AARCH64: { megabytes: 5 },
      ARMV7L: { megabytes: 4 },
      MIPS: { megabytes: 4, memoryMb: 12 },
    },
  },
  {
    ...CONTAINER,
    slug: 'voice',
    name: 'Lastmile Voice Gateway',
    publisherId: 'pub-lastmile',
    tags: ['voice'],
    vcpu: 1,
    memoryMb: 96,
    diskGb: 1,
    minDownlinkKbps: 1_000,
    unpackRatio: 2.6,
    pricePerHour: '0.0020',
    versions: ['3.1.0', '3.2.5'],
    builds: { X86_64: { megabytes: 48 }, AARCH64: { megabytes: 46 }, ARMV7L: { megabytes: 41 } },
  },
  {
    ...CONTAINER,
    slug: 'vpn',
    name: 'Tunnelhome VPN',
    publisherId: 'pub-adamant',
    tags: ['network', 'privacy'],
    vcpu: 1,
    memoryMb: 48,
    diskGb: 1,
    unpackRatio: 2.4,
    pricePerHour: '0.0015',
    versions: ['1.0.18', '1.1.2', '1.2.0'],
    activeVersions: 2,
    builds: {
      X86_64: { megabytes: 13 },
      AARCH64: { megabytes: 12 },
      ARMV7L: { megabytes: 11 },
      MIPS: { megabytes: 5, memoryMb: 20, diskGb: 0 },
    },
  },
  {
    ...CONTAINER,
    slug: 'parental',
    name: 'Nightlight Parental Control',
    publisherId: 'pub-adamant',
    tags: ['family', 'security'],
    vcpu: 1,
    memoryMb: 96,
    diskGb: 1,
    unpackRatio: 2.4,
    pricePerHour: '0.0018',
    versions: ['4.0.7', '4.1.0'],
    builds: { X86_64: { megabytes: 38 }, AARCH64: { megabytes: 36 }, ARMV7L: { megabytes: 33 } },
  },
  {
    ...DISK,
    slug: 'ids',
    name: 'Watchpost Intrusion Detection',
    publisherId: 'pub-adamant',
    tags: ['network', 'security'],
    vcpu: 2,
    memoryMb: 768,
    diskGb: 4,
    unpackRatio: 4.2,
    pricePerHour: '0.0120',
    versions: ['4.8.3', '5.0.1', '5.0.4'],
    builds: { X86_64: { megabytes: 310, requiredTraits: ['HW_CPU_X86_SSE42'] }, AARCH64: { megabytes: 296 } },
  },
  {
    ...CONTAINER,
    slug: 'homehub',
    name: 'Hearthside Home Automation',
    publisherId: 'pub-hearth',
    tags: ['home', 'iot'],
    vcpu: 1,
    memoryMb: 448,
    diskGb: 4,
    unpackRatio: 3.1,
    pricePerHour: '0.0040',
    versions: ['2026.3.2', '2026.4.1', '2026.5.0'],
    activeVersions: 2,
    builds: {
      X86_64: { megabytes: 590 },
      AARCH64: { megabytes: 560 },
      ARMV7L: { megabytes: 525, memoryMb: 384 },
    },
  },
  {
    ...CONTAINER,
    slug: 'mqtt',
    name: 'Lampline Message Broker',
    publisherId: 'pub-hearth',
    tags: ['home', 'iot'],
    vcpu: 1,
    memoryMb: 32,
    diskGb: 1,
    unpackRatio: 2.2,
    pricePerHour: '0.0005',
    versions: ['2.0.15', '2.0.18'],
    activeVersions: 2,
    builds: {
      X86_64: { megabytes: 8 },
      AARCH64: { megabytes: 8 },
      ARMV7L: { megabytes: 7 },
      MIPS: { megabytes: 4, memoryMb: 12, diskGb: 0 },
    },
  },
  {
    ...CONTAINER,
    slug: 'zigbridge',
    name: 'Beewire Radio Bridge',
    publisherId: 'pub-hearth',
    tags: ['home', 'iot'],
    vcpu: 1,
    memoryMb: 160,
    diskGb: 1,
    unpackRatio: 2.9,
    pricePerHour: '0.0012',
    versions: ['1.38.0', '1.40.2'],
    builds: {
      AARCH64: { megabytes: 84, requiredTraits: ['CUSTOM_ZIGBEE_RADIO'] },
      ARMV7L: { megabytes: 78, requiredTraits: ['CUSTOM_ZIGBEE_RADIO'] },
    },
  },
  {
    ...CONTAINER,
    slug: 'gameclient',
    name: 'Playfield Couch Client',
    publisherId: 'pub-playfield',
    tags: ['gaming', 'media'],
    vcpu: 1,
    memoryMb: 384,
    diskGb: 2,
    minDownlinkKbps: 20_000,
    unpackRatio: 2.7,
    pricePerHour: '0.0060',
    versions: ['6.0.1', '6.1.0'],
    builds: { X86_64: { megabytes: 210 }, AARCH64: { megabytes: 195 } },
  },
  {
    ...DISK,
    slug: 'gameserver',
    name: 'Playfield Arena Server',
    publisherId: 'pub-playfield',
    tags: ['gaming'],
    vcpu: 2,
    memoryMb: 2_048,
    diskGb: 8,
    minDownlinkKbps: 50_000,
    unpackRatio: 4.5,
    pricePerHour: '0.0350',
    versions: ['2.9.4', '3.0.2'],
    builds: { X86_64: { megabytes: 900, requiredTraits: ['HW_CPU_X86_AVX2'] } },
  },
  {
    ...CONTAINER,
    slug: 'nas',
    name: 'Larder Network Storage',
    publisherId: 'pub-nestwork',
    tags: ['storage'],
    vcpu: 1,
    memoryMb: 256,
    diskGb: 4,
    unpackRatio: 2.8,
    pricePerHour: '0.0030',
    versions: ['23.5.0', '24.1.1', '24.2.0'],
    builds: {
      X86_64: { megabytes: 165 },
      AARCH64: { megabytes: 158 },
      ARMV7L: { megabytes: 142, memoryMb: 192 },
    },
  },
  {
    ...CONTAINER,
    slug: 'backup',
    name: 'Larder Home Backup',
    publisherId: 'pub-nestwork',
    tags: ['backup', 'storage'],
    vcpu: 1,
    memoryMb: 128,
    diskGb: 2,
    unpackRatio: 2.5,
    pricePerHour: '0.0022',
    versions: ['1.9.9', '2.0.0'],
    builds: { X86_64: { megabytes: 34 }, AARCH64: { megabytes: 32 }, ARMV7L: { megabytes: 30 } },
  },
  {
    ...CONTAINER,
    slug: 'tv',
    name: 'Nestwork TV',
    publisherId: 'pub-nestwork',
    tags: ['media', 'tv'],
    vcpu: 1,
    memoryMb: 384,
    diskGb: 2,
    minDownlinkKbps: 12_000,
    unpackRatio: 2.6,
    pricePerHour: '0.0080',
    versions: ['4.1.6', '4.2.0'],
    activeVersions: 2,
    builds: { X86_64: { megabytes: 262 }, AARCH64: { megabytes: 248 }, ARMV7L: { megabytes: 231 } },
  },
  {
    ...CONTAINER,
    slug: 'music',
    name: 'Nestwork Music Room',
    publisherId: 'pub-nestwork',
    tags: ['media'],
    vcpu: 1,
    memoryMb: 112,
    diskGb: 1,
    unpackRatio: 2.4,
    pricePerHour: '0.0014',
    versions: ['0.52.5', '0.53.3'],
    builds: { X86_64: { megabytes: 41 }, AARCH64: { megabytes: 39 }, ARMV7L: { megabytes: 37 } },
  },
];
