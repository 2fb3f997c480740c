import { sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../kit/database';
import type { EventHandler, ReceivedEvent, Routes } from '../kit/events';
import { newestByKey } from '../kit/inbox';
import type { RoomDependencies } from '../kit/room';
import { type ImageRecord } from './model/records';
import { requirementsOf } from './model/requirements';
import { IMAGE_COLUMNS, type ImageRow, imageOf } from './store/image-rows';

/** Everything about an image, for rooms that decide by it. */
export const IMAGE_CHANGED = 'images.image.changed';

/** The status of an image is another one; only subscriptions of this room listen. */
export const IMAGE_STATUS_CHANGED = 'images.image.status';

/** What this room announces, and to whom. */
export const produces: Routes = {
  [IMAGE_CHANGED]: ['placements', 'subscribers'],
  [IMAGE_STATUS_CHANGED]: [],
};

/** Announces the present state of these images, in the transaction that changed them. */
export async function announceImages(
  room: RoomDependencies,
  tx: Queryable,
  imageIds: readonly string[],
  change: { readonly status: boolean },
): Promise<void> {
  const rows = await room.database.rows<ImageRow & { readonly shared_with: string[] }>(
    sql`SELECT ${IMAGE_COLUMNS}, ARRAY(
          SELECT member.publisher_id FROM image_members AS member
          WHERE member.image_id = image.id AND member.accepted ORDER BY 1) AS shared_with
        FROM images AS image WHERE image.id = ANY(${textArray(imageIds)}) ORDER BY image.id`,
    tx,
  );
  const states = rows.map((row) => ({ image: imageOf(row), sharedWith: row.shared_with }));
  await room.emit(
    tx,
    states.map(({ image, sharedWith }) => ({
      topic: IMAGE_CHANGED,
      key: image.id,
      version: image.version,
      payload: imagePayload(image, sharedWith),
    })),
  );
  if (!change.status) return;
  await room.emit(
    tx,
    states.map(({ image }) => ({
      topic: IMAGE_STATUS_CHANGED,
      key: image.id,
      version: image.version,
      payload: {},
    })),
  );
}

/** What this room learns from others. */
export function createHandlers(): Readonly<Record<string, EventHandler>> {
  return { 'placements.placement.changed': (tx, events) => applyPlacements(tx, events) };
}

function imagePayload(image: ImageRecord, sharedWith: readonly string[]): object {
  return {
    imageId: image.id,
    applicationId: image.applicationId,
    status: image.status,
    visibility: image.visibility,
    ownerId: image.owner,
    sharedWith,
    ...requirementsOf(image),
    minRamMb: image.minRamMb,
    minDiskGb: image.minDiskGb,
    sizeBytes: image.sizeBytes,
    virtualSizeBytes: image.virtualSizeBytes,
    tags: image.tags,
    pricePerHour: image.pricePerHour,
  };
}

/** What a box must have done to be in one of these states: pulled the image. */
const PULLED_STATES = ['STARTING', 'RUNNING'];

async function applyPlacements(tx: Queryable, events: readonly ReceivedEvent[]): Promise<void> {
  const newest = newestByKey(events).map(({ key, version, payload }) => ({ key, version, ...payload }));
  await tx.execute(sql`
    INSERT INTO image_use (placement_id, image_id, device_id, live, version)
    SELECT key, "imageId", "deviceId", live, version FROM jsonb_to_recordset(${JSON.stringify(newest)}::jsonb)
      AS event(key text, "imageId" text, "deviceId" text, live boolean, version bigint)
    ORDER BY key
    ON CONFLICT (placement_id) DO UPDATE SET image_id = excluded.image_id, device_id = excluded.device_id,
      live = excluded.live, version = excluded.version
    WHERE image_use.version < excluded.version`);
  // All of them, not only the newest: an older one that says RUNNING tells of a pull just the same.
  const pulled = events
    .filter(({ payload }) => PULLED_STATES.includes(String(payload['state'])))
    .map(({ payload, occurredAt }) => ({ ...payload, occurredAt }));
  await tx.execute(sql`
    INSERT INTO device_images (device_id, image_id, cached_at)
    SELECT "deviceId", "imageId", min("occurredAt") FROM jsonb_to_recordset(${JSON.stringify(pulled)}::jsonb)
      AS event("deviceId" text, "imageId" text, "occurredAt" timestamptz)
    GROUP BY 1, 2 ORDER BY 1, 2 ON CONFLICT DO NOTHING`);
}
