import { StartupError, isSystemError } from '../startup-error';

/**
 * What to tell about a failure to make or write the data folder: a `StartupError` for the operating system's refusals,
 * and every other value as it is.
 */
export function dataFolderError(error: unknown, dataFolder: string): unknown {
  const advice = ADVICE.find(([code]) => isSystemError(error, code))?.[1];
  if (!advice) return error;
  return new StartupError(
    'DATA_FOLDER_UNWRITABLE',
    `The data folder ${dataFolder} cannot be used: ${advice}. Choose another folder with --data.`,
    { cause: error },
  );
}

const ADVICE: readonly (readonly [string, string])[] = [
  ['EACCES', 'this account may not write there'],
  ['EPERM', 'the system does not allow this account to change it'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the quota of this account is used up'],
  ['ENOTDIR', 'a part of the path is a file, not a folder'],
  ['EEXIST', 'there is a file of that name'],
  ['ENAMETOOLONG', 'the path is too long'],
  ['ELOOP', 'the path is a link that leads to itself'],
  ['ENOENT', 'the path is a link that leads nowhere'],
];
