import type { Policy, ResourceClassName, State } from '../engine-types';

/** Everything that decides a claim, as of one moment. Null = there is none. */
export interface ClaimFacts {
  readonly provider: ProviderFacts | null;
  readonly subscriber: SubscriberFacts | null;
  readonly image: ImageFacts | null;
  readonly group: GroupFacts | null;
  /** The placement that already has the id. */
  readonly existing: { readonly consumerGeneration: number; readonly state: State } | null;
}

export interface ProviderFacts {
  readonly id: string;
  readonly deviceId: string;
  readonly generation: number;
  readonly popId: string;
  readonly arch: string;
  readonly traits: readonly string[];
  readonly lifecycle: string;
  readonly reachability: string;
  readonly subscriberId: string | null;
  /** Null = nobody measured the line. */
  readonly downlinkKbps: number | null;
  /** What is left of the month's data; null = the line has no cap. */
  readonly dataCapGb: number | null;
  readonly inventories: readonly InventoryFacts[];
}

export interface InventoryFacts {
  readonly resourceClass: ResourceClassName;
  readonly capacity: number;
  readonly used: number;
  readonly minUnit: number;
  readonly maxUnit: number;
  readonly stepSize: number;
}

export interface SubscriberFacts {
  readonly id: string;
  readonly status: string;
  readonly creditHold: boolean;
  readonly max: Use;
  readonly used: Use;
  /** Empty = every image. */
  readonly allowedImageTags: readonly string[];
}

/** What an entitlement counts. */
export interface Use {
  readonly placements: number;
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
}

export interface ImageFacts {
  readonly id: string;
  readonly status: string;
  readonly visibility: string;
  readonly ownerId: string;
  readonly sharedWith: readonly string[];
  readonly arch: string;
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
  readonly minRamMb: number;
  readonly minDiskGb: number;
  readonly requiredTraits: readonly string[];
  readonly forbiddenTraits: readonly string[];
  readonly minDownlinkKbps: number | null;
  readonly sizeBytes: number | null;
  readonly virtualSizeBytes: number | null;
  readonly tags: readonly string[];
}

export interface GroupFacts {
  readonly id: string;
  readonly subscriberId: string;
  readonly policy: Policy;
  /** Its live members. */
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly placementId: string;
  readonly deviceId: string;
  readonly popId: string;
}
