import { MAX_VALUE_DEPTH } from '../response/leaf-shape';
import { giveUp } from './anomaly';

// Reading past the end gives undefined, which equals no byte, so that no loop here leaves the bytes behind.

const BLANK = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The position of the first byte from `at` on that is no white space (RFC 8259, section 2). */
export function skipBlank(bytes: Uint8Array, at: number): number {
  let position = at;
  // Almost no answer has any: one comparison tells.
  while (bytes[position]! <= BLANK) {
    const byte = bytes[position];
    if (byte !== BLANK && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) giveUp();
    position += 1;
  }
  return position;
}

/**
 * The position after the string that starts at `at`, negative when it is not written as JSON.stringify would write it.
 * Throws ANOMALY when it is no JSON string.
 */
export function endOfText(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) giveUp();
  let position = at + 1;
  let byte = bytes[position]!;
  while (byte !== QUOTE && byte !== BACKSLASH && byte >= BLANK) {
    position += 1;
    byte = bytes[position]!;
  }
  if (byte === QUOTE) return position + 1;
  return byte === BACKSLASH ? endOfEscaped(bytes, at, position) : giveUp();
}

function endOfEscaped(bytes: Uint8Array, at: number, first: number): number {
  let position = first;
  let isCanonical = true;
  for (;;) {
    const byte = bytes[position];
    if (byte === undefined || byte < BLANK) giveUp();
    position += 1;
    if (byte === QUOTE) break;
    if (byte !== BACKSLASH) continue;
    if (!isShortEscape(bytes[position])) isCanonical = false;
    position += 1;
  }
  if (isCanonical) return position;
  parseBytes(bytes, at, position); // for what is no JSON
  return -position;
}

/** True for what JSON.stringify escapes by a letter: `"`, `\`, and b, f, n, r, t. */
function isShortEscape(byte: number | undefined): boolean {
  switch (byte) {
    case QUOTE:
    case BACKSLASH:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return true;
    default:
      return false;
  }
}

/** The position after the value at `at`, whatever it is. Throws ANOMALY when it is no JSON. */
export function endOfValue(bytes: Uint8Array, at: number): number {
  let depth = 0;
  let position = at;
  for (;;) {
    const byte = bytes[position];
    if (byte === undefined) return giveUp();
    if (byte === QUOTE) position = Math.abs(endOfText(bytes, position)) - 1;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > MAX_VALUE_DEPTH) giveUp();
    } else if (byte === 0x7d || byte === 0x5d || byte === 0x2c) {
      // What ends here belongs to what is around the value.
      if (depth === 0) break;
      if (byte !== 0x2c) depth -= 1;
    }
    position += 1;
    if (depth === 0 && (byte === QUOTE || byte === 0x7d || byte === 0x5d)) break;
  }
  parseBytes(bytes, at, position);
  return position;
}

/** The value of the JSON between two positions. Throws ANOMALY when it is none. */
export function parseBytes(bytes: Uint8Array, start: number, end: number): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8'));
  } catch {
    return giveUp();
  }
}
