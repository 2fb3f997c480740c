import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Usage } from '../check/check-graphs';
import { filterOperations, type UsageFilter } from '../usage/filter-operations';
import { mergeOperations } from '../usage/merge-operations';
import { readPieces, readTraffic, type TrafficError } from '../usage/read-traffic';
import { readTrustedDocuments } from '../usage/read-trusted-documents';
import type { RecordedOperation } from '../usage/recorded-operation';
import { type InputCode, InputError, inputError } from './input-error';
import { readFolder } from './read-folder';
import { reasonOf } from './read-text-file';

/**
 * Reads who uses the graph: traffic logs and a folder of trusted documents. Rejects with InputError when one of them
 * cannot be read or understood.
 */
export async function readUsage(
  folder: string,
  traffic: readonly string[],
  operations: string | undefined,
  filter: UsageFilter,
): Promise<Usage> {
  const lists: (readonly RecordedOperation[])[] = [];
  for (const file of traffic) lists.push(await readTrafficFile(path.resolve(folder, file), file));
  if (operations !== undefined)
    lists.push(await readOperations(path.resolve(folder, operations), operations));
  return { operations: filterOperations(mergeOperations(...lists), filter), isRecorded: traffic.length > 0 };
}

async function readTrafficFile(location: string, file: string): Promise<readonly RecordedOperation[]> {
  await assertNoFolder(location, file);
  let read: ReturnType<typeof readTraffic>;
  try {
    // Piece by piece, since a log may be larger than a string can be.
    read = readTraffic(readPieces(location), file);
  } catch (error) {
    throw inputError('FILE_UNREADABLE', `${file} cannot be read: ${reasonOf(error)}.`, file);
  }
  refuse('TRAFFIC_INVALID', read.errors);
  return read.operations;
}

async function assertNoFolder(location: string, file: string): Promise<void> {
  const status = await stat(location).catch((error: unknown) => reasonOf(error));
  const problem =
    typeof status === 'string' ? status : status.isDirectory() ? reasonOf({ code: 'EISDIR' }) : null;
  if (problem !== null) throw inputError('FILE_UNREADABLE', `${file} cannot be read: ${problem}.`, file);
}

async function readOperations(location: string, name: string): Promise<readonly RecordedOperation[]> {
  const { operations, errors } = readTrustedDocuments(await readFolder(location, name, ['.graphql', '.gql']));
  refuse('OPERATIONS_INVALID', errors);
  return operations;
}

function refuse(code: InputCode, errors: readonly TrafficError[]): void {
  if (errors.length === 0) return;
  throw new InputError(errors.map(({ message, file, line }) => ({ code, message, file, line })));
}
