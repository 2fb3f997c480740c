import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { guardFolder } from './guard';

/** A folder of a test, with a space in its name and open to all accounts as a user's folder is. */
export interface TemporaryTestFolder {
  path: string;
  remove(): void;
}

/** Makes an empty folder that is removed at the latest when the test run ends. */
export function makeTestFolder(): TemporaryTestFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'lastmile test '));
  chmodSync(folder, 0o755);
  guardFolder(folder);
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
