import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Queryable } from '../../kit/database';
import type { RoomDependencies } from '../../kit/room';
import { announceImages } from '../events';
import type { ImageRecord } from '../model/records';
import {
  activate,
  beginSaving,
  giveUp,
  isLockFree,
  lockSaving,
  readSaving,
  readStatuses,
  type SavingImage,
  statusOf,
  type UploadAttempt,
} from '../store/upload-status';
import { type ImageFiles, type StoredFile } from './image-files';
import { qcow2VirtualSize } from './qcow2-header';
import { type ReceivedBytes, receiveBytes } from './receive-bytes';
import { createUploaderLock } from './uploader-lock';

/** How an upload ended. */
export type UploadOutcome = 'stored' | 'not-found' | 'not-queued' | 'empty' | 'not-qcow2' | 'taken-away';

/** The way of an image's bytes from a socket to the disk, with the status following. */
export interface Uploads {
  /**
   * Stores the bytes of a QUEUED image: SAVING while they come, ACTIVE when they are safe on disk. Whatever fails
   * leaves nothing behind and the image QUEUED again.
   *
   * @throws what `receiveBytes` throws.
   */
  store(imageId: string, source: Readable): Promise<UploadOutcome>;
  /** Removes the bytes of a deleted image. */
  removeFile(imageId: string): Promise<void>;
  /** Puts back to QUEUED what a process that is gone was uploading, and removes what it left on disk. */
  recover(): Promise<void>;
  /** Breaks off what is running here. */
  abort(): void;
  close(): void;
}

/** Uploads to `files`, at most `maxBytes` each. */
export function createUploads(room: RoomDependencies, files: ImageFiles, maxBytes: number): Uploads {
  const lock = createUploaderLock(room.database.pool);
  const running = new Map<string, Readable>();
  const change = changerOf(room);

  const store = async (imageId: string, source: Readable): Promise<UploadOutcome> => {
    const attempt = { imageId, uploadId: randomUUID() };
    running.set(attempt.uploadId, source);
    try {
      const uploaderLock = await lock.hold();
      try {
        const image = await begin(room, { ...attempt, uploaderLock, now: room.clock() });
        if (image === null) return await whyNot(room, imageId);
        return await write(image, attempt, source);
      } finally {
        lock.release();
      }
    } finally {
      running.delete(attempt.uploadId);
    }
  };

  const write = async (
    image: ImageRecord,
    attempt: UploadAttempt,
    source: Readable,
  ): Promise<UploadOutcome> => {
    let done = false;
    try {
      const bytes = await writeFile(files, attempt, source, maxBytes);
      const outcome = await conclude(image, attempt, bytes);
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
  };

  const conclude = async (
    image: ImageRecord,
    attempt: UploadAttempt,
    bytes: ReceivedBytes,
  ): Promise<UploadOutcome> => {
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
  };

  return {
    store,
    removeFile: (imageId) => files.remove(imageId),
    async recover() {
      // Listed before the records are read: an upload that begins in between is in the records.
      const stored = await files.list();
      for (const saving of await readSaving(room.database)) {
        if (running.has(saving.uploadId)) continue;
        await change(
          saving,
          (tx) => giveUp(tx, saving.imageId, 'QUEUED', room.clock()),
          (tx) => isAbandoned(room, tx, saving, lock.current()),
        );
      }
      await sweep(room, files, stored);
    },
    abort: () => running.forEach((source) => source.destroy()),
    close: () => lock.close(),
  };
}

/** Changes an image as long as this very upload has it; false when it was taken away, for instance deleted. */
type Change = (
  attempt: UploadAttempt,
  work: (tx: Queryable) => Promise<void>,
  onlyIf?: (tx: Queryable) => Promise<boolean>,
) => Promise<boolean>;

function changerOf(room: RoomDependencies): Change {
  return (attempt, work, onlyIf = async () => true) =>
    room.database.transaction(async (tx) => {
      if (!(await lockSaving(room.database, tx, attempt)) || !(await onlyIf(tx))) return false;
      await work(tx);
      await announceImages(room, tx, [attempt.imageId], { status: true });
      return true;
    });
}

async function begin(
  room: RoomDependencies,
  attempt: Parameters<typeof beginSaving>[2],
): Promise<ImageRecord | null> {
  const image = await room.database.transaction(async (tx) => {
    const begun = await beginSaving(room.database, tx, attempt);
    if (begun !== null) await announceImages(room, tx, [begun.id], { status: true });
    return begun;
  });
  room.relay.wake();
  return image;
}

async function whyNot(room: RoomDependencies, imageId: string): Promise<UploadOutcome> {
  const status = await statusOf(room.database, imageId);
  return status === null || status === 'DELETED' ? 'not-found' : 'not-queued';
}

async function writeFile(
  files: ImageFiles,
  { imageId, uploadId }: UploadAttempt,
  source: Readable,
  maxBytes: number,
): Promise<ReceivedBytes> {
  const file = await files.create(imageId, uploadId);
  try {
    return await receiveBytes(source, file, maxBytes);
  } finally {
    await file.close();
  }
}

/** Its process is gone, or it is this one, which knows nothing of it any more. */
async function isAbandoned(
  room: RoomDependencies,
  tx: Queryable,
  { uploaderLock }: SavingImage,
  ownLock: number | null,
): Promise<boolean> {
  return uploaderLock === ownLock || isLockFree(room.database, tx, uploaderLock);
}

/** Removes files that no record speaks for. Those of images unknown here may belong to another database. */
async function sweep(
  room: RoomDependencies,
  files: ImageFiles,
  stored: readonly StoredFile[],
): Promise<void> {
  const statuses = await readStatuses(
    room.database,
    stored.map(({ imageId }) => imageId),
  );
  const uploads = new Set((await readSaving(room.database)).map(({ uploadId }) => uploadId));
  for (const { imageId, uploadId } of stored) {
    const status = statuses.get(imageId);
    if (status === undefined) continue;
    if (uploadId !== null && !uploads.has(uploadId)) await files.discard(imageId, uploadId);
    if (uploadId === null && ['QUEUED', 'KILLED', 'DELETED'].includes(status)) await files.remove(imageId);
  }
}
