import type { Arch } from './image-words';

/** Free-form properties as Glance keeps them, by the names that OpenStack gave them. */
export type ImageProperties = Readonly<Record<string, string>>;

/** What a box must offer to run an image. */
export interface Requirements {
  readonly arch: Arch;
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
  readonly requiredTraits: readonly string[];
  readonly forbiddenTraits: readonly string[];
  readonly minDownlinkKbps: number | null;
}

const ARCHITECTURE = 'architecture';
const CPU_CORES = 'hw_cpu_cores';
const MIN_DOWNLINK = 'lastmile:min_downlink_kbps';
const TRAIT = 'trait:';

/** The properties that say the same as these requirements; memory and disk are columns of their own in Glance. */
export function propertiesOf(requirements: Omit<Requirements, 'memoryMb' | 'diskGb'>): ImageProperties {
  const { arch, vcpu, requiredTraits, forbiddenTraits, minDownlinkKbps } = requirements;
  return {
    [ARCHITECTURE]: arch.toLowerCase(),
    [CPU_CORES]: String(vcpu),
    ...(minDownlinkKbps !== null && { [MIN_DOWNLINK]: String(minDownlinkKbps) }),
    ...Object.fromEntries(forbiddenTraits.map((trait) => [TRAIT + trait, 'forbidden'])),
    ...Object.fromEntries(requiredTraits.map((trait) => [TRAIT + trait, 'required'])),
  };
}

/** What an image needs, read from its properties and its `min_ram` and `min_disk`. */
export function requirementsOf(image: {
  readonly arch: Arch;
  readonly properties: ImageProperties;
  readonly minRamMb: number;
  readonly minDiskGb: number;
}): Requirements {
  const downlink = image.properties[MIN_DOWNLINK];
  return {
    arch: image.arch,
    vcpu: Number(image.properties[CPU_CORES] ?? 1),
    memoryMb: image.minRamMb,
    diskGb: image.minDiskGb,
    requiredTraits: traits(image.properties, 'required'),
    forbiddenTraits: traits(image.properties, 'forbidden'),
    minDownlinkKbps: downlink === undefined ? null : Number(downlink),
  };
}

function traits(properties: ImageProperties, rule: 'required' | 'forbidden'): string[] {
  return Object.entries(properties)
    .filter(([name, value]) => name.startsWith(TRAIT) && value === rule)
    .map(([name]) => name.slice(TRAIT.length))
    .sort();
}
