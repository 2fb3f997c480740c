import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { onDisk } from './disk-failure';

/** A file of the folder, as its name tells. */
export interface StoredFile {
  readonly imageId: string;
  /** The upload that was writing it; null for a finished file. */
  readonly uploadId: string | null;
}

/** The bytes of images, one file each, below one folder. Writing throws DiskFailure when the disk refuses. */
export interface ImageFiles {
  /** Opens a new temporary file for one upload. */
  create(imageId: string, uploadId: string): Promise<FileHandle>;
  /** Makes an upload's closed temporary file the image's file, surviving a power cut. */
  keep(imageId: string, uploadId: string): Promise<void>;
  discard(imageId: string, uploadId: string): Promise<void>;
  remove(imageId: string): Promise<void>;
  list(): Promise<StoredFile[]>;
}

const PART = '.part';
const UPLOAD_ID = /^(.+)\.([0-9a-f-]{36})\.part$/;

/** Whether an image id can be a file's name: nothing that leads to another folder, no hidden file, no temporary one. */
export function isFileName(imageId: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(imageId) && !imageId.endsWith(PART);
}

/** The files below `folder`, which is made when it is needed. */
export function openImageFiles(folder: string): ImageFiles {
  const fileOf = (imageId: string): string => path.join(folder, checked(imageId));
  const partOf = (imageId: string, uploadId: string): string =>
    path.join(folder, `${checked(imageId)}.${uploadId}${PART}`);
  return {
    create: (imageId, uploadId) =>
      onDisk(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return open(partOf(imageId, uploadId), 'wx', 0o600);
      }),
    keep: (imageId, uploadId) =>
      onDisk(async () => {
        await rename(partOf(imageId, uploadId), fileOf(imageId));
        await syncFolder(folder);
      }),
    discard: (imageId, uploadId) => rm(partOf(imageId, uploadId), { force: true }),
    // An id of another shape never had a file.
    remove: async (imageId) => (isFileName(imageId) ? rm(fileOf(imageId), { force: true }) : undefined),
    async list() {
      const names = await readdir(folder).catch(() => []);
      return names.flatMap(storedFile);
    },
  };
}

function checked(imageId: string): string {
  if (!isFileName(imageId)) throw new Error(`image files: "${imageId.slice(0, 40)}" is no file name`);
  return imageId;
}

function storedFile(name: string): StoredFile[] {
  const [, partImage, uploadId] = UPLOAD_ID.exec(name) ?? [];
  if (partImage !== undefined && uploadId !== undefined) return [{ imageId: partImage, uploadId }];
  return isFileName(name) ? [{ imageId: name, uploadId: null }] : [];
}

/** A rename is on disk only once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
