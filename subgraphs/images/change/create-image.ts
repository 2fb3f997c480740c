import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../kit/database';
import { clientError } from '../../kit/errors';
import { type IdempotentCall, recallAnswer, rememberAnswer } from '../../kit/idempotency';
import type { RoomDependencies } from '../../kit/room';
import { isStorableId } from '../../kit/storable-text';
import { announceImages } from '../events';
import type { ImagesContext } from '../context/images-context';
import type { ImageRecord } from '../model/records';
import { mayCreateFor, type Viewer } from '../policy';
import { insertImage } from '../store/change-image';
import { IMAGE_COLUMNS, selectImages } from '../store/image-rows';
import { signTicket, ticketExpiry } from '../upload/ticket';
import { type CheckedInput, checkedInput, type NewImageInput } from './checked-input';

/** A new image and where its bytes go. */
export interface IssuedTicket {
  readonly image: ImageRecord;
  readonly uploadUrl: string;
  readonly expiresAt: Date;
}

/** What a repeated call is answered from. */
interface Answer {
  readonly imageId: string;
  readonly expiresAtSeconds: number;
}

/**
 * Registers an image without bytes and issues the ticket to upload them. The same key gives the same image, and the
 * same ticket as long as that is good, then a new one. The owner is the application's publisher, for the teams too;
 * a publisher decides on the visibility of its own images, PUBLIC included.
 *
 * @throws GraphQLError BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, or NOT_FOUND for an application that the caller may
 * not publish for.
 */
export async function createImage(
  { room, viewer, caller }: ImagesContext,
  input: NewImageInput,
  idempotencyKey: string,
): Promise<IssuedTicket> {
  const checked = checkedInput(input);
  const call: IdempotentCall = { caller, operation: 'createImage', key: idempotencyKey, input: checked };
  const { image, answer } = await room.database.transaction(async (tx) => {
    const known = await recallAnswer<Answer>(room.database, tx, call);
    if (known !== null) return { image: await readAny(room.database, tx, known.imageId), answer: known };
    const created = await insertNew(room, tx, viewer, checked);
    const issued: Answer = { imageId: created.id, expiresAtSeconds: ticketExpiry(room.clock()) };
    await rememberAnswer(tx, call, issued);
    return { image: created, answer: issued };
  });
  await room.relay.flush();
  return ticketFor(room, image, answer.expiresAtSeconds);
}

async function insertNew(
  room: RoomDependencies,
  tx: Queryable,
  viewer: Viewer,
  checked: CheckedInput,
): Promise<ImageRecord> {
  const ownerId = await publisherOf(room.database, tx, checked.applicationId);
  if (ownerId === null || !mayCreateFor(viewer, ownerId)) {
    throw clientError(
      'NOT_FOUND',
      'Expected "applicationId" to name an application that you may publish for, got another id.',
    );
  }
  const image = { ...checked, id: randomUUID(), ownerId, now: room.clock() };
  const created = await insertImage(room.database, tx, image);
  await announceImages(room, tx, [created.id], { status: true });
  return created;
}

async function publisherOf(database: Database, tx: Queryable, applicationId: string): Promise<string | null> {
  if (!isStorableId(applicationId)) return null;
  const [row] = await database.rows<{ publisher_id: string }>(
    sql`SELECT publisher_id FROM applications WHERE id = ${applicationId}`,
    tx,
  );
  return row?.publisher_id ?? null;
}

/** Whatever became of it since: whoever has the key made it. */
async function readAny(database: Database, tx: Queryable, imageId: string): Promise<ImageRecord> {
  const [image] = await selectImages(
    database,
    sql`SELECT ${IMAGE_COLUMNS} FROM images AS image WHERE image.id = ${imageId}`,
    tx,
  );
  if (image === undefined) throw new Error('images: an idempotency key names an image that is gone');
  return image;
}

function ticketFor(room: RoomDependencies, image: ImageRecord, expiresAtSeconds: number): IssuedTicket {
  const now = room.clock();
  const expiry = expiresAtSeconds * 1_000 > now.getTime() ? expiresAtSeconds : ticketExpiry(now);
  const ticket = signTicket(room.envelopeKeys, image.id, expiry);
  const base = room.settings['LASTMILE_IMAGES_PUBLIC_URL'] ?? room.address();
  return {
    image,
    uploadUrl: `${base.replace(/\/$/, '')}/v2/images/${encodeURIComponent(image.id)}/file?ticket=${ticket}`,
    expiresAt: new Date(expiry * 1_000),
  };
}
