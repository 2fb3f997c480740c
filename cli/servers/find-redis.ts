import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { type RedisTarget, parseRedisUrl } from '../../subgraphs/devices/hot-state/redis-target';
import { StartupError } from '../startup-error';

/** What the environment offers as a Redis. */
export type RedisChoice =
  { kind: 'url'; url: string; mode: RedisMode } | { kind: 'binary'; path: string } | { kind: 'none' };

/** One server, a group watched by Sentinels, or a Redis Cluster. */
export type RedisMode = RedisTarget['kind'];

/** The two variables that decide. */
export interface RedisEnvironment {
  REDIS_URL?: string | undefined;
  PATH?: string | undefined;
}

/**
 * Decides which Redis to use: REDIS_URL, else a `redis-server` on the search path, else none.
 *
 * REDIS_URL has the forms that `parseRedisUrl` of the devices room lists.
 * @throws StartupError `REDIS_URL_INVALID`, which never repeats the address since it may hold a password.
 */
export function findRedis(environment: RedisEnvironment): RedisChoice {
  const url = environment.REDIS_URL?.trim();
  if (url) return { kind: 'url', url, mode: modeOf(url) };
  const program = findProgram('redis-server', environment.PATH);
  return program ? { kind: 'binary', path: program } : { kind: 'none' };
}

/** The first executable file of that name on a search path, or null. */
export function findProgram(name: string, searchPath: string | undefined): string | null {
  const folders = (searchPath ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

function modeOf(url: string): RedisMode {
  try {
    return parseRedisUrl(url).kind;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The parser's message quotes the part it stumbled over, which in a mistyped address can be a password.
    throw new StartupError(
      'REDIS_URL_INVALID',
      'REDIS_URL must be redis://host:6379 (rediss:// for TLS), the path of a unix socket, ' +
        'redis-sentinel://host:26379,host:26379/master-name or redis-cluster://host:7000,host:7001, ' +
        'user and password percent-encoded before an @, but it is none of these.',
    );
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
