/** The disk refused to take bytes; not the client's doing. */
export class DiskFailure extends Error {}

/** Runs `work` and turns what it throws into a DiskFailure. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new DiskFailure('the disk refused the bytes', { cause: error });
  }
}
