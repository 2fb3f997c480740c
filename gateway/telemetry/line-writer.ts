import { write, writeSync } from 'node:fs';

/** How lines are gathered. */
export interface LineWriterOptions {
  readonly fileDescriptor: number;
  /**
   * A write is no larger. Several processes can share a pipe, which keeps writes whole up to 4,096 bytes (PIPE_BUF on
   * Linux).
   */
  readonly largestWriteBytes: number;
}

/** Lines wait for each other until they fill a write, but no longer than this: each write wakes another thread. */
const FLUSH_AFTER_MS = 200;
/** When nobody takes what is written, lines are dropped rather than the memory filled. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024;
const TRY_AGAIN_AFTER_MS = 50;
const LAST_TRIES = 20;
const LAST_PAUSE_MS = 10;
const NOTHING = Buffer.alloc(0);

/**
 * Writes lines to a file, pipe or terminal beside everything else, many in one write. What waits is written when the
 * process ends, also by a crash. A reader that is gone, a pipe that is full or a disk without room ends nothing.
 */
export class LineWriter {
  private waiting: string[] = [];
  private waitingBytes = 0;
  /** What could not be written yet. */
  private refused: Buffer = NOTHING;
  private isWriting = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: LineWriterOptions) {
    process.on('exit', () => this.writeRest());
  }

  /** Takes one line with its end. */
  write(line: string): void {
    // Strings are counted by characters, which is near enough.
    if (this.waitingBytes + line.length > MOST_WAITING_BYTES) return;
    this.waiting.push(line);
    this.waitingBytes += line.length;
    if (this.isWriting) return;
    if (this.waitingBytes >= this.options.largestWriteBytes) this.begin();
    else this.timer ??= setTimeout(() => this.begin(), FLUSH_AFTER_MS).unref();
  }

  private begin(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    this.isWriting = true;
    this.send(Buffer.from(this.take()));
  }

  /** As many of the waiting lines as fit into one write, one at least. */
  private take(): string {
    const { largestWriteBytes } = this.options;
    let count = 0;
    let bytes = 0;
    for (const line of this.waiting) {
      if (count > 0 && bytes + line.length > largestWriteBytes) break;
      bytes += line.length;
      count += 1;
    }
    this.waitingBytes -= bytes;
    return this.waiting.splice(0, count).join('');
  }

  private send(chunk: Buffer): void {
    write(this.options.fileDescriptor, chunk, (error, written) => {
      if (error?.code === 'EPIPE') return this.giveUp();
      if (error) return this.tryAgain(chunk);
      if (written < chunk.length) return this.send(chunk.subarray(written));
      this.isWriting = false;
      if (this.waitingBytes >= this.options.largestWriteBytes) this.begin();
      else if (this.waiting.length > 0) this.timer ??= setTimeout(() => this.begin(), FLUSH_AFTER_MS).unref();
    });
  }

  private tryAgain(chunk: Buffer): void {
    this.refused = chunk;
    setTimeout(() => {
      this.refused = NOTHING;
      this.send(chunk);
    }, TRY_AGAIN_AFTER_MS).unref();
  }

  /** Nobody reads any more. */
  private giveUp(): void {
    this.waiting = [];
    this.waitingBytes = Infinity;
  }

  private writeRest(): void {
    let rest = Buffer.concat([this.refused, Buffer.from(this.waiting.join(''))]);
    for (let refusals = 0; rest.length > 0 && refusals < LAST_TRIES;) {
      try {
        rest = rest.subarray(writeSync(this.options.fileDescriptor, rest));
      } catch {
        // Whoever reads a full pipe may do so in the next moment. There is no other place to tell it.
        refusals += 1;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_PAUSE_MS);
      }
    }
  }
}
