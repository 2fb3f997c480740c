import type { ImageStatus } from './image-status';
import type { Arch, ContainerFormat, DiskFormat, ImageVisibility } from './image-words';
import type { ImageProperties } from './requirements';

/** An image as it is stored. */
export interface ImageRecord {
  readonly id: string;
  readonly name: string;
  readonly applicationId: string | null;
  readonly appVersion: string | null;
  readonly versionKey: string;
  /** The id of the publisher it belongs to. */
  readonly owner: string;
  readonly status: ImageStatus;
  readonly visibility: ImageVisibility;
  readonly diskFormat: DiskFormat;
  readonly containerFormat: ContainerFormat;
  readonly sizeBytes: number | null;
  readonly virtualSizeBytes: number | null;
  readonly hashAlgo: string | null;
  readonly hashValue: string | null;
  readonly minRamMb: number;
  readonly minDiskGb: number;
  readonly properties: ImageProperties;
  readonly arch: Arch;
  readonly tags: readonly string[];
  readonly protected: boolean;
  readonly hidden: boolean;
  readonly pricePerHour: { readonly amount: string; readonly currency: string } | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An application as it is stored. */
export interface ApplicationRecord {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly publisherId: string;
}

/** A publisher as it is stored. */
export interface PublisherRecord {
  readonly id: string;
  readonly name: string;
}
