import { type Health } from './health';
import { type HotSample } from './hot-state';

/** The longest boot id and running hash that are kept; what is longer is cut. */
export const MAX_TEXT_BYTES = 64;

/**
 * A sample as about 35 bytes, a quarter of its JSON: at ten million boxes Redis holds 1.5 GB instead of 2.7
 * (domain C2). Numbers are rounded and brought into the range of their field, so hostile telemetry packs too.
 *
 * ```
 * 0      tag: layout (4 bits) | boot id is hex | hash is hex | health (2 bits)
 * 1..6   sampledAtMs          7      cpuPct          8      temperatureC + 128, 0 = none
 * 9..11  memoryFreeMb         12..13 diskFreeGb      14..17 downlinkKbps
 * 18..19 rttMs                20..21 runningCount    22..25 appliedVersion
 * 26     length of the boot id, then the boot id, then the running hash
 * ```
 */
export function packSample(sample: HotSample): Buffer {
  const bootId = packText(sample.bootId);
  const hash = packText(sample.runningHash);
  const packed = Buffer.allocUnsafe(HEADER_BYTES + bootId.bytes.length + hash.bytes.length);
  packed.writeUInt8(tagOf(sample.health, bootId.isHex, hash.isHex), 0);
  packed.writeUIntBE(toRange(sample.sampledAtMs, 0, 2 ** 48 - 1), SAMPLED_AT_OFFSET, 6);
  packed.writeUInt8(toRange(sample.cpuPct, 0, 100), 7);
  packed.writeUInt8(sample.temperatureC === null ? 0 : toRange(sample.temperatureC, -127, 127) + 128, 8);
  packed.writeUIntBE(toRange(sample.memoryFreeMb, 0, 2 ** 24 - 1), 9, 3);
  packed.writeUInt16BE(toRange(sample.diskFreeGb, 0, 2 ** 16 - 1), 12);
  packed.writeUInt32BE(toRange(sample.downlinkKbps, 0, MAX_GRAPHQL_INT), 14);
  packed.writeUInt16BE(toRange(sample.rttMs, 0, 2 ** 16 - 1), 18);
  packed.writeUInt16BE(toRange(sample.runningCount, 0, 2 ** 16 - 1), 20);
  packed.writeUInt32BE(toRange(sample.appliedVersion, 0, MAX_GRAPHQL_INT), 22);
  packed.writeUInt8(bootId.bytes.length, BOOT_ID_LENGTH_OFFSET);
  bootId.bytes.copy(packed, HEADER_BYTES);
  hash.bytes.copy(packed, HEADER_BYTES + bootId.bytes.length);
  return packed;
}

/** The sample in these bytes; null when they are of another layout or cut short (an older or newer release wrote them). */
export function unpackSample(packed: Buffer): HotSample | null {
  if (packed.length < HEADER_BYTES) return null;
  const tag = packed.readUInt8(0);
  const hashOffset = HEADER_BYTES + packed.readUInt8(BOOT_ID_LENGTH_OFFSET);
  if (tag >> 4 !== LAYOUT || packed.length < hashOffset) return null;
  const temperature = packed.readUInt8(8);
  return {
    sampledAtMs: packed.readUIntBE(SAMPLED_AT_OFFSET, 6),
    cpuPct: packed.readUInt8(7),
    memoryFreeMb: packed.readUIntBE(9, 3),
    diskFreeGb: packed.readUInt16BE(12),
    downlinkKbps: packed.readUInt32BE(14),
    rttMs: packed.readUInt16BE(18),
    runningCount: packed.readUInt16BE(20),
    temperatureC: temperature === 0 ? null : temperature - 128,
    bootId: packed.toString((tag & BOOT_ID_IS_HEX) === 0 ? 'utf8' : 'hex', HEADER_BYTES, hashOffset),
    appliedVersion: packed.readUInt32BE(22),
    runningHash: packed.toString((tag & HASH_IS_HEX) === 0 ? 'utf8' : 'hex', hashOffset),
    health: HEALTHS[tag & 3] ?? 'OK',
  };
}

// Changing a field means a new number here: samples of the old layout then read as null and are gone in 90 s.
const LAYOUT = 1;
const BOOT_ID_IS_HEX = 8;
const HASH_IS_HEX = 4;
const SAMPLED_AT_OFFSET = 1;
const BOOT_ID_LENGTH_OFFSET = 26;
const HEADER_BYTES = 27;
const MAX_GRAPHQL_INT = 2 ** 31 - 1;
const HEALTHS: readonly Health[] = ['OK', 'DEGRADED', 'FAULTY'];
const HEX_PAIRS = /^(?:[0-9a-f]{2})*$/;

function tagOf(health: Health, bootIdIsHex: boolean, hashIsHex: boolean): number {
  const flags = (bootIdIsHex ? BOOT_ID_IS_HEX : 0) | (hashIsHex ? HASH_IS_HEX : 0);
  return (LAYOUT << 4) | flags | HEALTHS.indexOf(health);
}

function packText(text: string): { bytes: Buffer; isHex: boolean } {
  // Boot ids and hashes are usually lower-case hexadecimal, which packs into half the bytes without loss.
  if (HEX_PAIRS.test(text))
    return { bytes: Buffer.from(text, 'hex').subarray(0, MAX_TEXT_BYTES), isHex: true };
  return { bytes: cutUtf8(Buffer.from(text, 'utf8')), isHex: false };
}

function cutUtf8(bytes: Buffer): Buffer {
  let end = Math.min(bytes.length, MAX_TEXT_BYTES);
  // A continuation byte (10xxxxxx) at the cut means that a character would be torn apart.
  while (end < bytes.length && end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}

function toRange(value: number, least: number, most: number): number {
  return Number.isNaN(value) ? least : Math.min(most, Math.max(least, Math.round(value)));
}
