import { type LeafKind } from '../response/leaf-shape';
import { giveUp } from './anomaly';
import { endOfText, endOfValue, parseBytes } from './json-bytes';

/** True when `null` stands at `at`. */
export function startsNull(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x6e && bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c;
}

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const QUOTE = 0x22;

/** Numbers with so many digits are what JSON.stringify writes for them: no shorter one is the same number. */
const MAX_EXACT_DIGITS = 15;
const MAX_INT = 2_147_483_647;
/** Smaller ones are written with an exponent. */
const MAX_FRACTION_ZEROS = 5;

/**
 * The position after the value of a leaf of this kind that starts at `at` and is not null; negative when it is another text
 * than JSON.stringify would write. Throws ANOMALY when it is no such value.
 */
export function endOfLeaf(bytes: Uint8Array, at: number, leaf: LeafKind): number {
  switch (leaf) {
    case 'String':
    case 'enum':
      return endOfText(bytes, at);
    case 'ID':
      return bytes[at] === QUOTE ? endOfText(bytes, at) : endOfInteger(bytes, at, Number.MAX_SAFE_INTEGER);
    case 'Int':
      return endOfInteger(bytes, at, MAX_INT);
    case 'Float':
      return endOfNumber(bytes, at);
    case 'Boolean':
      return endOfBoolean(bytes, at);
    case 'custom':
      return endOfAny(bytes, at);
  }
}

function endOfInteger(bytes: Uint8Array, at: number, largest: number): number {
  let position = bytes[at] === MINUS ? at + 1 : at;
  const first = position;
  let value = 0;
  let byte = bytes[position]!;
  while (byte >= ZERO && byte <= NINE) {
    value = value * 10 + (byte - ZERO);
    position += 1;
    byte = bytes[position]!;
  }
  const digits = position - first;
  if (digits === 0 || digits > MAX_EXACT_DIGITS || value > largest || endsOtherwise(byte)) giveUp();
  // `01` is no number, and `-0` is another one.
  if (bytes[first] === ZERO && (digits > 1 || first > at)) giveUp();
  return position;
}

/** True when a number goes on where its integer part ends. */
function endsOtherwise(byte: number | undefined): boolean {
  return byte === POINT || byte === 0x65 || byte === 0x45;
}

function endOfNumber(bytes: Uint8Array, at: number): number {
  let position = bytes[at] === MINUS ? at + 1 : at;
  const first = position;
  position = afterDigits(bytes, position);
  const whole = position - first;
  let fraction = 0;
  if (bytes[position] === POINT) {
    const start = position + 1;
    position = afterDigits(bytes, start);
    fraction = position - start;
    if (fraction === 0) giveUp();
  }
  const byte = bytes[position];
  if (whole === 0) giveUp();
  if (byte === 0x65 || byte === 0x45 || !isExact(bytes, first, whole, fraction, at)) {
    return endOfInexact(bytes, at);
  }
  return position;
}

/** Whether a number without exponent is what JSON.stringify writes. */
function isExact(bytes: Uint8Array, first: number, whole: number, fraction: number, at: number): boolean {
  if (whole + fraction > MAX_EXACT_DIGITS) return false;
  const isZero = bytes[first] === ZERO;
  if (isZero && whole > 1) giveUp();
  if (fraction === 0) return !isZero || first === at;
  // No zero at the end, and none that would make it a number with an exponent.
  if (bytes[first + whole + fraction] === ZERO) return false;
  return !isZero || fraction <= MAX_FRACTION_ZEROS;
}

function afterDigits(bytes: Uint8Array, at: number): number {
  let position = at;
  let byte = bytes[position]!;
  while (byte >= ZERO && byte <= NINE) {
    position += 1;
    byte = bytes[position]!;
  }
  return position;
}

function endOfInexact(bytes: Uint8Array, at: number): number {
  let position = at;
  for (;;) {
    const byte = bytes[position];
    const isPart =
      byte !== undefined &&
      ((byte >= ZERO && byte <= NINE) || endsOtherwise(byte) || byte === MINUS || byte === 0x2b);
    if (!isPart) break;
    position += 1;
  }
  if (!Number.isFinite(parseBytes(bytes, at, position))) giveUp();
  return -position;
}

function endOfBoolean(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x74 && bytes[at + 1] === 0x72 && bytes[at + 2] === 0x75 && bytes[at + 3] === 0x65)
    return at + 4;
  if (
    bytes[at] === 0x66 &&
    bytes[at + 1] === 0x61 &&
    bytes[at + 2] === 0x6c &&
    bytes[at + 3] === 0x73 &&
    bytes[at + 4] === 0x65
  )
    return at + 5;
  return giveUp();
}

/** A custom scalar may be any JSON. */
function endOfAny(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]!;
  if (byte === QUOTE) return endOfText(bytes, at);
  if (byte === MINUS || (byte >= ZERO && byte <= NINE)) return endOfNumber(bytes, at);
  if (byte === 0x7b || byte === 0x5b) return -endOfValue(bytes, at);
  return endOfBoolean(bytes, at);
}
