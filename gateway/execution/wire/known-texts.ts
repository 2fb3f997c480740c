import { giveUp } from './anomaly';
import { hasSame, type ByteView } from './byte-view';
import { type ByteWriter } from './byte-writer';
import { type RepresentedObject } from './representation-program';

/**
 * Numbers the representations of one list, and finds them again. Two are equal when their telling parts are (all between the
 * constant beginning and the constant end) and their frames, which several steps may have in common. One list after the other
 * uses it.
 */
export class KnownTexts {
  private readonly programs: RepresentedObject[] = [];
  /**
   * WIDTH numbers for each: the start and the end of its telling part, its hash, the record that it was written for first,
   * and when that was forgotten.
   */
  private texts = new Int32Array(WIDTH * 256);
  private forgotten = 1;
  /** By hash: the number of a text plus 1; 0 is free. Its length is a power of two. */
  private places = new Int32Array(512);
  /** Of what was looked for last. */
  private hash = 0;
  private place = 0;

  constructor(private readonly writer: ByteWriter) {}

  /** How many there are. */
  get count(): number {
    return this.programs.length;
  }

  /** Forgets all. */
  clear(): void {
    this.programs.length = 0;
    if (this.places.length > MAX_KEPT_PLACES) this.places = new Int32Array(512);
    else this.places.fill(0);
  }

  /** The number of the representation by `program` whose telling part stands in `bytes`; -1 when it is new. */
  find(program: RepresentedObject, source: SourceBytes, start: number, end: number): number {
    const { places, texts } = this;
    const hash = hashOf(source.bytes, start, end);
    const mask = places.length - 1;
    let place = hash & mask;
    let number = places[place]! - 1;
    for (let tried = 0; number >= 0; tried += 1) {
      // Somebody chose keys that collide.
      if (tried > MAX_TRIES) giveUp();
      if (texts[number * WIDTH + 2] === hash && this.isEqual(number, program, source, start, end)) break;
      place = (place + 1) & mask;
      number = places[place]! - 1;
    }
    this.hash = hash;
    this.place = place;
    return number;
  }

  /** Adds what was not found just now, and was written with its telling part from `start` to `end`. Gives its number. */
  add(program: RepresentedObject, start: number, end: number): number {
    const number = this.programs.push(program) - 1;
    const at = number * WIDTH;
    if (at === this.texts.length) this.lengthen();
    const { texts } = this;
    texts[at] = start;
    texts[at + 1] = end;
    texts[at + 2] = this.hash;
    texts[at + 4] = 0;
    this.places[this.place] = number + 1;
    if (number * 2 > this.places.length) this.spread();
    return number;
  }

  /** The record that a representation was asked for first since `forgetFirsts`; `record` when it is the first. */
  firstOf(number: number, record: number): number {
    const { texts } = this;
    const at = number * WIDTH;
    if (texts[at + 4] === this.forgotten) return texts[at + 3]!;
    texts[at + 3] = record;
    texts[at + 4] = this.forgotten;
    return record;
  }

  /** From now on records are of another step. */
  forgetFirsts(): void {
    this.forgotten = (this.forgotten + 1) | 0;
  }

  private lengthen(): void {
    const longer = new Int32Array(this.texts.length * 2);
    longer.set(this.texts);
    this.texts = longer;
  }

  private spread(): void {
    const places = new Int32Array(this.places.length * 4);
    const mask = places.length - 1;
    for (let number = 0; number < this.count; number += 1) {
      let place = this.texts[number * WIDTH + 2]! & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = number + 1;
    }
    this.places = places;
  }

  private isEqual(
    number: number,
    program: RepresentedObject,
    source: SourceBytes,
    start: number,
    end: number,
  ): boolean {
    const known = this.texts[number * WIDTH]!;
    const length = end - start;
    if (this.programs[number]!.frame !== program.frame) return false;
    if (this.texts[number * WIDTH + 1]! - known !== length) return false;
    return hasSame(this.writer.view, known, source.view, start, length);
  }
}

/** Where a telling part stands. */
export type SourceBytes = Pick<ByteView, 'bytes' | 'view'>;

/** FNV-1a, started elsewhere in each process. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED;
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ bytes[index]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

const WIDTH = 5;
const MAX_TRIES = 256;
const MAX_KEPT_PLACES = 64 * 1024;
const SEED = (Math.random() * 0x7fffffff) | 0;
