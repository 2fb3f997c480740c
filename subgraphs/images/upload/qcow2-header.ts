/** Bytes of the header that are looked at. */
export const QCOW2_HEADER_BYTES = 32;

const MAGIC = Buffer.from([0x51, 0x46, 0x49, 0xfb]);
const VIRTUAL_SIZE_OFFSET = 24;

/**
 * The size of the disk inside a QCOW2 image: bytes 24 to 31 of its header, big endian (QEMU's qcow2 specification).
 * Null when these bytes begin no QCOW2 image, or one of a size that no disk has.
 */
export function qcow2VirtualSize(head: Buffer): number | null {
  if (head.length < QCOW2_HEADER_BYTES || !head.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const bytes = Number(head.readBigUInt64BE(VIRTUAL_SIZE_OFFSET));
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null;
}
