import { inputError } from './input-error';

/** SDL, YAML and documents are written by people; what is larger is a mistake, and would keep a check busy for minutes. */
export const MAX_TEXT_BYTES = 8 * 1024 * 1024;

/** A log of many clients may be large, but must fit into the memory of the check. */
export const MAX_TRAFFIC_BYTES = 256 * 1024 * 1024;

/**
 * The text of a file: a byte order mark is left out and line ends become `\n`, so that the same schema is the same
 * text on every system.
 *
 * @throws InputError when it is too large or not UTF-8 text.
 */
export function decodeText(bytes: Uint8Array, file: string, maxBytes: number = MAX_TEXT_BYTES): string {
  if (bytes.byteLength > maxBytes) {
    const size = `${bytes.byteLength} bytes`;
    throw inputError('FILE_TOO_LARGE', `${file} has ${size}; at most ${maxBytes} are read.`, file);
  }
  const text = decode(bytes);
  if (text === null) throw inputError('FILE_NOT_TEXT', `${file} is not UTF-8 text.`, file);
  const zero = text.indexOf('\0');
  if (zero >= 0) {
    const line = text.slice(0, zero).split('\n').length;
    throw inputError('FILE_NOT_TEXT', `${file} is not text: it holds a zero byte.`, file, line);
  }
  return text.replaceAll('\r\n', '\n');
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
