import { ByteView } from './byte-view';
import { type ByteWriter } from './byte-writer';
import { parseBytes } from './json-bytes';

/** Writes the leaf from `start` to `end` of an answer; a negative end asks for another text of the same value. */
export function writeLeaf(writer: ByteWriter, answer: ByteView, start: number, end: number): void {
  if (end > 0) writer.copy(answer, start, end);
  else writer.write(ByteView.of(JSON.stringify(parseBytes(answer.bytes, start, -end))));
}
