import path from 'node:path';
import { readPartner, type Partner } from '../partners/read-partner';
import { InputError } from './input-error';
import { readFolder } from './read-folder';

/** Reads the partners of a folder, one YAML file each. Rejects with InputError. */
export async function readPartners(folder: string, name: string | undefined): Promise<readonly Partner[]> {
  if (name === undefined) return [];
  const files = await readFolder(path.resolve(folder, name), name, ['.yaml', '.yml']);
  const read = files.map(({ path: file, text, file: label }) => {
    try {
      return readPartner(path.posix.parse(file).name, text, label);
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
  });
  const errors = read.flatMap((each) => (each instanceof InputError ? each.findings : []));
  if (errors.length > 0) throw new InputError(errors);
  return read.flatMap((each) => (each instanceof InputError ? [] : [each]));
}
