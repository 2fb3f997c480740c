import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { RoomDependencies } from '../../kit/room';
import { announceImages } from '../events';
import type { ImageRecord } from '../model/records';
import { beginSaving, statusOf } from '../store/upload-status';
import { uploadChanger } from './change-upload';
import { type ImageFiles } from './image-files';
import { recoverUploads } from './recover-uploads';
import { createUploaderLock } from './uploader-lock';
import { type WriteOutcome, writeUpload } from './write-upload';

/** How an upload ended. */
export type UploadOutcome = WriteOutcome | 'not-found' | 'not-queued';

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
  const target = { room, files, maxBytes, change: uploadChanger(room) };

  const store = async (imageId: string, source: Readable): Promise<UploadOutcome> => {
    const attempt = { imageId, uploadId: randomUUID() };
    running.set(attempt.uploadId, source);
    try {
      const uploaderLock = await lock.hold();
      try {
        const image = await begin(room, { ...attempt, uploaderLock, now: room.clock() });
        if (image === null) return await whyNot(room, imageId);
        return await writeUpload(target, image, attempt, source);
      } finally {
        lock.release();
      }
    } finally {
      running.delete(attempt.uploadId);
    }
  };

  return {
    store,
    removeFile: (imageId) => files.remove(imageId),
    recover: () =>
      recoverUploads(target, { isRunning: (id) => running.has(id), currentLock: () => lock.current() }),
    abort: () => running.forEach((source) => source.destroy()),
    close: () => lock.close(),
  };
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
