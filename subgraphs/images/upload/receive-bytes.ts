import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { onDisk } from './disk-failure';
import { QCOW2_HEADER_BYTES } from './qcow2-header';

/** What is known of bytes once they are on disk. */
export interface ReceivedBytes {
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha512: string;
  /** The first bytes, enough for a format's header. */
  readonly head: Buffer;
}

/** The stream is longer than allowed. */
export class TooManyBytes extends Error {}

/** How long the client may send nothing before it counts as gone. */
const STALL_MS = 30_000;

/**
 * Writes a stream to a file as it comes, counting and hashing on the way; memory stays at one chunk.
 *
 * @throws TooManyBytes, DiskFailure, or the stream's own error when the client went away.
 */
export async function receiveBytes(
  source: Readable,
  file: FileHandle,
  maxBytes: number,
): Promise<ReceivedBytes> {
  const hash = createHash('sha512');
  let sizeBytes = 0;
  let head = Buffer.alloc(0);
  const stall = setTimeout(() => source.destroy(new Error('the client sent nothing')), STALL_MS);
  try {
    // The socket must outlive a refusal, or its answer could not be sent.
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      stall.refresh();
      // A request without an encoding gives buffers.
      const bytes = chunk as Buffer;
      sizeBytes += bytes.length;
      if (sizeBytes > maxBytes) throw new TooManyBytes(`more than ${maxBytes} bytes`);
      if (head.length < QCOW2_HEADER_BYTES)
        head = Buffer.concat([head, bytes]).subarray(0, QCOW2_HEADER_BYTES);
      hash.update(bytes);
      await onDisk(() => file.writeFile(bytes));
    }
  } finally {
    clearTimeout(stall);
  }
  await onDisk(() => file.sync());
  return { sizeBytes, sha512: hash.digest('hex'), head };
}
