import { randomUUID } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { inputError } from './input-error';
import { reasonOf } from './read-text-file';

/**
 * Writes a file wholly or not at all: readers see the old text or the new one. Rejects with InputError.
 *
 * @param file how messages call it
 */
export async function writeWhole(location: string, file: string, text: string): Promise<void> {
  const temporary = `${location}.${randomUUID()}.tmp`;
  try {
    // A pipe or a device stays what it is.
    if (await isSpecial(location)) return await writeFile(location, text);
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, location);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw inputError('OUTPUT_UNWRITABLE', `${file} cannot be written: ${reasonOf(error)}.`, file);
  }
}

async function isSpecial(location: string): Promise<boolean> {
  const status = await stat(location).catch(() => undefined);
  return status !== undefined && !status.isFile() && !status.isDirectory();
}
