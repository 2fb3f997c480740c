import type { Readable } from 'node:stream';
import type { RoomDependencies } from '../../kit/room';
import type { ImageRecord } from '../model/records';
import { activate, giveUp, type UploadAttempt } from '../store/upload-status';
import type { ChangeUpload } from './change-upload';
import type { ImageFiles } from './image-files';
import { qcow2VirtualSize } from './qcow2-header';
import { type ReceivedBytes, receiveBytes } from './receive-bytes';

/** How an upload ended whose bytes came to their end. */
export type WriteOutcome = 'stored' | 'empty' | 'not-qcow2' | 'taken-away';

/** Where the bytes go, how many there may be, and who is told. */
export interface UploadTarget {
  readonly room: RoomDependencies;
  readonly files: ImageFiles;
  readonly maxBytes: number;
  readonly change: ChangeUpload;
}

/**
 * Writes the bytes of an image that is SAVING by this attempt, and concludes it. Whatever fails leaves nothing behind
 * and the image QUEUED again.
 *
 * @throws what `receiveBytes` throws.
 */
export async function writeUpload(
  target: UploadTarget,
  image: ImageRecord,
  attempt: UploadAttempt,
  source: Readable,
): Promise<WriteOutcome> {
  const { room, files, change } = target;
  let done = false;
  try {
    const bytes = await writeFile(target, attempt, source);
    const outcome = await conclude(target, image, attempt, bytes);
    done = true;
    return outcome;
  } finally {
    // What stays is swept at the next start; the status matters more.
    await files
      .discard(image.id, attempt.uploadId)
      .catch((error: unknown) => room.log.warn({ err: error }, 'upload: a temporary file stays behind'));
    if (!done) await change(attempt, (tx) => giveUp(tx, image.id, 'QUEUED', room.clock()));
    await room.relay.flush();
  }
}

async function writeFile(
  { files, maxBytes }: UploadTarget,
  { imageId, uploadId }: UploadAttempt,
  source: Readable,
): Promise<ReceivedBytes> {
  const file = await files.create(imageId, uploadId);
  try {
    return await receiveBytes(source, file, maxBytes);
  } finally {
    await file.close();
  }
}

/** ACTIVE with its bytes in place, or back to QUEUED without any, or KILLED when they are not what was announced. */
async function conclude(
  { room, files, change }: UploadTarget,
  image: ImageRecord,
  attempt: UploadAttempt,
  bytes: ReceivedBytes,
): Promise<WriteOutcome> {
  if (bytes.sizeBytes === 0) {
    const back = await change(attempt, (tx) => giveUp(tx, image.id, 'QUEUED', room.clock()));
    return back ? 'empty' : 'taken-away';
  }
  const virtualSizeBytes = image.diskFormat === 'QCOW2' ? qcow2VirtualSize(bytes.head) : bytes.sizeBytes;
  if (virtualSizeBytes === null) {
    const killed = await change(attempt, (tx) => giveUp(tx, image.id, 'KILLED', room.clock()));
    return killed ? 'not-qcow2' : 'taken-away';
  }
  const stored = await change(attempt, async (tx) => {
    // Under the row's lock: nobody else may have put other bytes there meanwhile.
    await files.keep(image.id, attempt.uploadId);
    await activate(tx, image.id, { ...bytes, virtualSizeBytes }, room.clock());
  });
  return stored ? 'stored' : 'taken-away';
}
