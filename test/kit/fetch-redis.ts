import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { isSystemError } from '../../cli/startup-error';

/** Redis programs that run on this machine. */
export interface RedisPrograms {
  redisServer: string;
  redisCli: string;
}

/**
 * Fetches Redis from the distribution's packages into a folder, without installing anything and without root: the packages
 * are unpacked, together with the libraries they need and the machine lacks. A second call finds them there.
 *
 * @throws Error saying what to do when the machine has no Debian packages or no network.
 */
export function fetchRedis(cacheFolder: string): RedisPrograms {
  const folder = path.join(cacheFolder, 'redis');
  const programs = {
    redisServer: path.join(folder, 'redis-server'),
    redisCli: path.join(folder, 'redis-cli'),
  };
  if (existsSync(programs.redisServer) && existsSync(programs.redisCli)) return programs;
  mkdirSync(cacheFolder, { recursive: true });
  const unfinished = mkdtempSync(path.join(cacheFolder, 'redis-'));
  try {
    unpackWithLibraries(unfinished);
    rmSync(path.join(unfinished, 'apt'), { recursive: true, force: true });
    moveInto(folder, unfinished);
    writeLaunchers(folder);
    return programs;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error);
    throw new Error(
      'Tests need Redis, and none was found: expected redis-server and redis-cli on PATH, or a Debian or Ubuntu machine ' +
        `that can download them. Install Redis (apt-get install redis-server, brew install redis). Reason: ${reason}`,
      { cause: error },
    );
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Another run may have made the folder meanwhile, which is as good as ours. */
function moveInto(folder: string, unfinished: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}

const PACKAGES = ['redis-server', 'redis-tools'];

function unpackWithLibraries(folder: string): void {
  const apt = aptWithLists(folder);
  const tree = path.join(folder, 'tree');
  let wanted = PACKAGES;
  const unpacked = new Set<string>();
  // Libraries need libraries: three rounds are more than any release has wanted so far.
  for (let round = 0; round < 3 && wanted.length > 0; round++) {
    download(apt, folder, tree, wanted);
    for (const name of wanted) unpacked.add(name);
    if (missingLibraries(tree).length === 0) return;
    wanted = dependenciesOf(apt, wanted).filter((name) => !unpacked.has(name) && !isInstalled(name));
  }
  const missing = missingLibraries(tree);
  if (missing.length > 0) throw new Error(`no package brought ${missing.join(', ')}`);
}

type Apt = (command: string, args: string[], workingFolder: string) => string;

/** `apt` over the machine's package lists, or, when they are empty, over lists of our own that need no root. */
function aptWithLists(folder: string): Apt {
  const options = ['-q', '-o', 'APT::Sandbox::User=root', '-o', 'Debug::NoLocking=true'];
  const systemApt = aptWith(options);
  if (systemApt('apt-cache', ['policy', PACKAGES[0] ?? ''], folder).includes('Candidate: ')) return systemApt;
  const own = ['lists/partial', 'cache/archives/partial'].map((name) => path.join(folder, 'apt', name));
  for (const each of own) mkdirSync(each, { recursive: true });
  const state = path.join(folder, 'apt');
  const ownApt = aptWith([
    ...options,
    ...[
      '-o',
      `Dir::State::lists=${path.join(state, 'lists')}`,
      '-o',
      `Dir::Cache=${path.join(state, 'cache')}`,
    ],
  ]);
  ownApt('apt-get', ['update'], folder);
  return ownApt;
}

function aptWith(options: string[]): Apt {
  return (command, args, workingFolder) => output(command, [...options, ...args], workingFolder);
}

function download(apt: Apt, folder: string, tree: string, packages: string[]): void {
  const archives = mkdtempSync(path.join(folder, 'archives-'));
  apt('apt-get', ['download', ...packages], archives);
  for (const archive of readdirSync(archives)) output('dpkg-deb', ['-x', archive, tree], archives);
  rmSync(archives, { recursive: true });
}

function dependenciesOf(apt: Apt, packages: string[]): string[] {
  const text = apt('apt-cache', ['depends', '--no-recommends', '--no-suggests', ...packages], '/');
  return [...text.matchAll(/^\s+(?:Pre)?Depends: ([a-z0-9.+-]+)$/gm)].map((match) => match[1] ?? '');
}

function isInstalled(name: string): boolean {
  try {
    return output('dpkg-query', ['-W', '-f=${Status}', name], '/').endsWith(' installed');
  } catch {
    return false;
  }
}

function missingLibraries(tree: string): string[] {
  const programs = ['redis-server', 'redis-cli'].map((name) => path.join(tree, 'usr/bin', name));
  const lines = programs.flatMap((program) =>
    output('ldd', [program], '/', { LD_LIBRARY_PATH: libraryPath(tree) }).split('\n'),
  );
  return [
    ...new Set(
      lines.filter((line) => line.includes('not found')).map((line) => line.trim().split(' ')[0] ?? ''),
    ),
  ];
}

function libraryPath(tree: string): string {
  const roots = [path.join(tree, 'usr/lib'), path.join(tree, 'lib')].filter((root) => existsSync(root));
  const nested = roots.flatMap((root) =>
    readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'))
      .map((entry) => path.join(root, entry.name)),
  );
  return [...nested, ...roots].join(':');
}

/** Scripts that set the library path and then become the program, so that their pid is the program's. */
function writeLaunchers(folder: string): void {
  const tree = realpathSync(path.join(folder, 'tree'));
  const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  for (const name of ['redis-server', 'redis-cli']) {
    const program = path.join(tree, 'usr/bin', name);
    const script = `#!/bin/sh\nLD_LIBRARY_PATH=${quoted(libraryPath(tree))} exec ${quoted(program)} "$@"\n`;
    const unfinished = path.join(folder, `${name}.${process.pid}`);
    writeFileSync(unfinished, script, { mode: 0o755 });
    renameSync(unfinished, path.join(folder, name));
  }
}

function output(
  command: string,
  args: string[],
  workingFolder: string,
  environment: Record<string, string> = {},
): string {
  return execFileSync(command, args, {
    cwd: workingFolder,
    env: { ...process.env, LC_ALL: 'C', ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  });
}
