import { sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../kit/database';
import type { ImageFacts, InventoryFacts, ProviderFacts, SubscriberFacts } from '../claim/claim-facts';

/** What the other rooms have told so far: all that the demonstration placements are made from. */
export interface SeedFacts {
  /** ACTIVATED boxes in homes, by id. */
  readonly boxes: readonly HomeBox[];
  /** Public images that are or were ACTIVE, by id. */
  readonly images: readonly ImageFacts[];
  readonly subscribers: ReadonlyMap<string, SubscriberFacts>;
}

/** A box that somebody owns. */
export interface HomeBox extends ProviderFacts {
  readonly subscriberId: string;
  /** Its figures in one text. */
  readonly hardware: string;
}

/** Reads the projections, in an order that does not depend on when what was told. */
export async function readSeedFacts(database: Database, tx: Queryable): Promise<SeedFacts> {
  return {
    boxes: await readBoxes(database, tx),
    images: await readImages(database, tx),
    subscribers: await readSubscribers(database, tx),
  };
}

interface BoxRow extends Record<string, unknown>, Omit<HomeBox, 'inventories'> {}

interface HardwareRow extends Record<string, unknown> {
  readonly hardware: string;
  readonly inventories: readonly InventoryFacts[];
}

/** Boxes of the same hardware have the same inventories while nothing is claimed, so those are read once for each kind. */
async function readBoxes(database: Database, tx: Queryable): Promise<HomeBox[]> {
  const kinds = await database.rows<HardwareRow>(
    sql`
    SELECT host_figures AS hardware, jsonb_agg(jsonb_build_object('resourceClass', resource_class,
      'capacity', capacity, 'used', used, 'minUnit', min_unit, 'maxUnit', max_unit, 'stepSize', step_size)
      ORDER BY resource_class) AS inventories
    FROM (SELECT host_figures, min(id) AS id FROM providers GROUP BY host_figures) AS kind
    JOIN inventories ON provider_id = kind.id GROUP BY host_figures`,
    tx,
  );
  const inventories = new Map(kinds.map((kind) => [kind.hardware, kind.inventories]));
  const boxes = await database.rows<BoxRow>(
    sql`
    SELECT id, device_id AS "deviceId", generation, pop_id AS "popId", arch, traits, lifecycle, reachability,
      subscriber_id AS "subscriberId", downlink_kbps AS "downlinkKbps", data_cap_gb AS "dataCapGb", host_figures AS hardware
    FROM providers WHERE lifecycle = 'ACTIVATED' AND subscriber_id IS NOT NULL
    ORDER BY device_id COLLATE "C"`,
    tx,
  );
  return boxes.map((box) => ({ ...box, inventories: inventories.get(box.hardware) ?? [] }));
}

interface ImageRow extends Record<string, unknown>, Omit<ImageFacts, 'sizeBytes' | 'virtualSizeBytes'> {
  readonly sizeBytes: number | null;
  readonly virtualSizeBytes: number | null;
}

async function readImages(database: Database, tx: Queryable): Promise<ImageFacts[]> {
  return database.rows<ImageRow>(
    sql`
    SELECT id, status, visibility, owner_id AS "ownerId", shared_with AS "sharedWith", arch, vcpu,
      memory_mb AS "memoryMb", disk_gb AS "diskGb", min_ram_mb AS "minRamMb", min_disk_gb AS "minDiskGb",
      required_traits AS "requiredTraits", forbidden_traits AS "forbiddenTraits",
      min_downlink_kbps AS "minDownlinkKbps", size_bytes::float8 AS "sizeBytes",
      virtual_size_bytes::float8 AS "virtualSizeBytes", tags
    FROM images WHERE visibility = 'PUBLIC' AND status IN ('ACTIVE', 'DEACTIVATED')
    ORDER BY id COLLATE "C"`,
    tx,
  );
}

interface SubscriberRow extends Record<string, unknown> {
  readonly id: string;
  readonly status: string;
  readonly creditHold: boolean;
  readonly placements: number;
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
  readonly allowedImageTags: readonly string[];
}

async function readSubscribers(database: Database, tx: Queryable): Promise<Map<string, SubscriberFacts>> {
  const rows = await database.rows<SubscriberRow>(
    sql`
    SELECT id, status, credit_hold AS "creditHold", max_placements AS placements, max_vcpu AS vcpu,
      max_memory_mb AS "memoryMb", max_disk_gb AS "diskGb", allowed_image_tags AS "allowedImageTags"
    FROM subscribers`,
    tx,
  );
  return new Map(rows.map((row) => [row.id, subscriberOf(row)]));
}

function subscriberOf({ id, status, creditHold, allowedImageTags, ...max }: SubscriberRow): SubscriberFacts {
  return {
    id,
    status,
    creditHold,
    allowedImageTags,
    max: { placements: max.placements, vcpu: max.vcpu, memoryMb: max.memoryMb, diskGb: max.diskGb },
    used: { placements: 0, vcpu: 0, memoryMb: 0, diskGb: 0 },
  };
}
