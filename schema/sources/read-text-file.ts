import { readFile, stat } from 'node:fs/promises';
import { decodeText, MAX_TEXT_BYTES } from './decode-text';
import { InputError, inputError } from './input-error';

/**
 * The text of a file of the machine. Rejects with InputError when it cannot be had.
 *
 * @param file how messages call it
 */
export async function readTextFile(
  location: string,
  file: string,
  maxBytes: number = MAX_TEXT_BYTES,
): Promise<string> {
  return decodeText(await readBytes(location, file, maxBytes), file, maxBytes);
}

async function readBytes(location: string, file: string, maxBytes: number): Promise<Buffer> {
  try {
    const { size } = await stat(location);
    // Before it is read: a file may be larger than the memory.
    if (size > maxBytes) {
      throw inputError('FILE_TOO_LARGE', `${file} has ${size} bytes; at most ${maxBytes} are read.`, file);
    }
    return await readFile(location);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw inputError('FILE_UNREADABLE', `${file} cannot be read: ${reasonOf(error)}.`, file);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder, and a file was expected',
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
};

/** What the operating system said, in words for the person at the terminal. */
export function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (code || 'of an unknown reason');
}
