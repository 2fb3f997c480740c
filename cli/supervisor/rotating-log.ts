import { appendFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';

/** Two files of this size is the most that one part leaves on the disk. */
const LARGEST_BYTES = 8 * 1024 * 1024;

/**
 * Begins a new log at `file`; the one of the earlier start becomes `file.1`, in place of the one before.
 *
 * @throws Error of the file system when the folder cannot be written.
 */
export function beginLog(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) renameSync(file, `${file}.1`);
  writeFileSync(file, '');
}

/**
 * A stream that adds to `file` and, before that grows beyond `largestBytes`, moves it to `file.1` and begins anew.
 * A disk that is full or a folder that was deleted loses lines, never the process that writes them.
 */
export function rotatingLog(file: string, largestBytes = LARGEST_BYTES): Writable {
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return new Writable({
    decodeStrings: true,
    // Written at once: parts say little, and their last words before a crash are the ones that count.
    write(chunk: Buffer, _encoding, done) {
      try {
        if (size + chunk.length > largestBytes && size > 0) {
          renameSync(file, `${file}.1`);
          size = 0;
        }
        appendFileSync(file, chunk);
        size += chunk.length;
      } catch {
        // Nowhere left to complain to.
      }
      done();
    },
  });
}
