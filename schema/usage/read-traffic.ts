import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { type SdlPlace } from '../check/check-result';
import { OperationMerger } from './merge-operations';
import { type RecordedOperation } from './recorded-operation';
import { DocumentTexts, readTrafficLine, TrafficLineError } from './traffic-line';

/** What is wrong with a line. */
export interface TrafficError extends SdlPlace {
  readonly message: string;
}

/** What a traffic file holds; with errors it must not be used. */
export interface Traffic {
  /** Lines of one operation of one client are one entry. */
  readonly operations: readonly RecordedOperation[];
  readonly errors: readonly TrafficError[];
}

/** More are the same mistake again. */
const MAX_ERRORS = 20;

/**
 * Reads a traffic file: one JSON object a line. `text` may come in pieces, so that files larger than memory can be read. A
 * byte order mark, CRLF and empty lines are legal; an empty file says that nothing is used.
 */
export function readTraffic(text: string | Iterable<string>, file: string): Traffic {
  const merger = new OperationMerger();
  const documents = new DocumentTexts();
  const errors: TrafficError[] = [];
  let number = 0;
  for (const line of linesOf(typeof text === 'string' ? [text] : text)) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      merger.add(readTrafficLine(line, documents));
    } catch (error) {
      if (!(error instanceof TrafficLineError)) throw error;
      errors.push({ file, line: number, message: error.message });
      if (errors.length === MAX_ERRORS) break;
    }
  }
  return { operations: merger.operations, errors };
}

/** The text of a file piece by piece. Throws what the file system throws. */
export function* readPieces(file: string, bytes = 1024 * 1024): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.allocUnsafe(bytes);
    for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer)) {
      yield decoder.write(buffer.subarray(0, read));
    }
    yield decoder.end();
  } finally {
    closeSync(descriptor);
  }
}

function* linesOf(pieces: Iterable<string>): Generator<string> {
  let rest = '';
  let isFirst = true;
  for (const piece of pieces) {
    // One line over many pieces is only looked at when it ends.
    const lines = piece.split('\n');
    lines[0] = rest + (lines[0] ?? '');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield isFirst ? withoutMark(line) : line;
      isFirst = false;
    }
  }
  if (rest !== '') yield isFirst ? withoutMark(rest) : rest;
}

function withoutMark(line: string): string {
  return line.startsWith('\uFEFF') ? line.slice(1) : line;
}
