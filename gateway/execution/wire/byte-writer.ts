import { constants } from 'node:buffer';
import { giveUp } from './anomaly';
import { copyBytes, type ByteView } from './byte-view';

/** Bytes that grow while they are written. Throws ANOMALY where they would get longer than a string can be. */
export class ByteWriter {
  bytes: Uint8Array;
  view: DataView;
  /** How many are written. */
  length = 0;

  constructor(private readonly maxLength = constants.MAX_STRING_LENGTH) {
    this.bytes = new Uint8Array(INITIAL_CAPACITY);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Writes a part of `source`. */
  copy(source: ByteView, start: number, end: number): void {
    const count = end - start;
    this.reserve(count);
    if (count > COPIED_BY_HAND) this.bytes.set(source.bytes.subarray(start, end), this.length);
    else copyBytes(source.view, start, this.view, this.length, count);
    this.length += count;
  }

  /** Writes all of `first` and a part of `source`. */
  pair(first: ByteView, source: ByteView, start: number, end: number): void {
    const count = end - start;
    this.reserve(first.length + count);
    const { view, length } = this;
    copyBytes(first.view, 0, view, length, first.length);
    const at = length + first.length;
    if (count > COPIED_BY_HAND) this.bytes.set(source.bytes.subarray(start, end), at);
    else copyBytes(source.view, start, view, at, count);
    this.length = at + count;
  }

  /** Writes once more what was written from `start` to `end`. */
  repeat(start: number, end: number): void {
    const count = end - start;
    this.reserve(count);
    if (count > REPEATED_BY_HAND) this.bytes.copyWithin(this.length, start, end);
    else copyBytes(this.view, start, this.view, this.length, count);
    this.length += count;
  }

  /** Writes all of `source`. */
  write(source: ByteView): void {
    this.copy(source, 0, source.length);
  }

  /** Writes one byte. */
  byte(byte: number): void {
    this.reserve(1);
    this.bytes[this.length] = byte;
    this.length += 1;
  }

  /** Forgets what was written, and gives back memory that few answers need. */
  clear(): void {
    this.length = 0;
    if (this.bytes.length > MAX_KEPT_CAPACITY) this.use(new Uint8Array(INITIAL_CAPACITY));
  }

  private reserve(count: number): void {
    const needed = this.length + count;
    if (needed > this.bytes.length) this.grow(needed);
  }

  private grow(needed: number): void {
    // A few equal parts at many places can be more than the memory: the exact engine ends at this length, too.
    if (needed > this.maxLength) giveUp();
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.use(larger);
  }

  private use(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}

const INITIAL_CAPACITY = 64 * 1024;
const MAX_KEPT_CAPACITY = 4 * 1024 * 1024;
/** For fewer bytes the call costs more than the loop. */
const COPIED_BY_HAND = 160;
const REPEATED_BY_HAND = 32;
