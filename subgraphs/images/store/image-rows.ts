import { type SQL, sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../kit/database';
import type { ImageStatus } from '../model/image-status';
import type { Arch, ContainerFormat, DiskFormat, ImageVisibility } from '../model/image-words';
import type { ImageRecord } from '../model/records';
import type { ImageProperties } from '../model/requirements';

/** The columns of the table alias `image` that `imageOf` reads. */
export const IMAGE_COLUMNS: SQL = sql`image.id, image.name, image.application_id, image.app_version,
  image.version_key, image.owner_id, image.status, image.visibility, image.disk_format, image.container_format,
  image.size_bytes, image.virtual_size_bytes, image.hash_algo, image.hash_value, image.min_ram_mb,
  image.min_disk_gb, image.properties, image.arch, image.tags, image.protected, image.hidden,
  image.price_amount, image.price_currency, image.version, image.created_at, image.updated_at`;

/** A row as the driver gives it: 64-bit and decimal numbers and instants as text. */
export interface ImageRow {
  readonly id: string;
  readonly name: string;
  readonly application_id: string | null;
  readonly app_version: string | null;
  readonly version_key: string;
  readonly owner_id: string;
  readonly status: ImageStatus;
  readonly visibility: ImageVisibility;
  readonly disk_format: DiskFormat;
  readonly container_format: ContainerFormat;
  readonly size_bytes: string | null;
  readonly virtual_size_bytes: string | null;
  readonly hash_algo: string | null;
  readonly hash_value: string | null;
  readonly min_ram_mb: number;
  readonly min_disk_gb: number;
  readonly properties: ImageProperties;
  readonly arch: Arch;
  readonly tags: readonly string[];
  readonly protected: boolean;
  readonly hidden: boolean;
  readonly price_amount: string | null;
  readonly price_currency: string | null;
  readonly version: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly [column: string]: unknown;
}

/** The images that a statement selects with `IMAGE_COLUMNS`. */
export async function selectImages(
  database: Database,
  statement: SQL,
  on?: Queryable,
): Promise<ImageRecord[]> {
  return (await database.rows<ImageRow>(statement, on)).map(imageOf);
}

/** The record in a row. */
export function imageOf(row: ImageRow): ImageRecord {
  return {
    id: row.id,
    name: row.name,
    applicationId: row.application_id,
    appVersion: row.app_version,
    versionKey: row.version_key,
    owner: row.owner_id,
    status: row.status,
    visibility: row.visibility,
    diskFormat: row.disk_format,
    containerFormat: row.container_format,
    sizeBytes: row.size_bytes === null ? null : Number(row.size_bytes),
    virtualSizeBytes: row.virtual_size_bytes === null ? null : Number(row.virtual_size_bytes),
    hashAlgo: row.hash_algo,
    hashValue: row.hash_value,
    minRamMb: row.min_ram_mb,
    minDiskGb: row.min_disk_gb,
    properties: row.properties,
    arch: row.arch,
    tags: row.tags,
    protected: row.protected,
    hidden: row.hidden,
    pricePerHour: priceOf(row),
    version: Number(row.version),
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  };
}

function priceOf(row: ImageRow): ImageRecord['pricePerHour'] {
  if (row.price_amount === null || row.price_currency === null) return null;
  return { amount: row.price_amount, currency: row.price_currency };
}
