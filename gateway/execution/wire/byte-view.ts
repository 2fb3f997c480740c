/** Bytes that can be read four at a time, which is several times as fast as one by one. */
export class ByteView {
  readonly view: DataView;
  readonly length: number;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.length = bytes.length;
  }

  /** The UTF-8 of a text. */
  static of(text: string): ByteView {
    return new ByteView(Buffer.from(text));
  }
}

/** True when `part` stands at `at` in `whole`. */
export function hasAt(whole: ByteView, at: number, part: ByteView): boolean {
  return at + part.length <= whole.length && hasSame(whole.view, at, part.view, 0, part.length);
}

/** True when `length` bytes at two places are the same. Both are within their bytes. */
export function hasSame(
  left: DataView,
  leftAt: number,
  right: DataView,
  rightAt: number,
  length: number,
): boolean {
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    if (left.getInt32(leftAt + index, true) !== right.getInt32(rightAt + index, true)) return false;
  }
  for (; index < length; index += 1) {
    if (left.getUint8(leftAt + index) !== right.getUint8(rightAt + index)) return false;
  }
  return true;
}

/** Copies `count` bytes. Both places are within their bytes. */
export function copyBytes(
  source: DataView,
  start: number,
  target: DataView,
  at: number,
  count: number,
): void {
  if (count < 4) {
    for (let index = 0; index < count; index += 1)
      target.setUint8(at + index, source.getUint8(start + index));
    return;
  }
  const last = count - 4;
  for (let index = 0; index < last; index += 4) {
    target.setInt32(at + index, source.getInt32(start + index, true), true);
  }
  // The last four may overlap those before them.
  target.setInt32(at + last, source.getInt32(start + last, true), true);
}
