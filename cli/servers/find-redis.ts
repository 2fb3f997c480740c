import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from '../startup-error';

/** What the environment offers as a Redis. */
export type RedisChoice =
  { kind: 'url'; url: string; mode: RedisMode } | { kind: 'binary'; path: string } | { kind: 'none' };

/** One server, a group watched by Sentinels, or a Redis Cluster. */
export type RedisMode = 'single' | 'sentinel' | 'cluster';

/** The two variables that decide. */
export interface RedisEnvironment {
  REDIS_URL?: string | undefined;
  PATH?: string | undefined;
}

/**
 * Decides which Redis to use: REDIS_URL, else a `redis-server` on the search path, else none.
 *
 * REDIS_URL is one of `redis://host:6379`, `rediss://…`, the path of a unix socket,
 * `redis+sentinel://host:26379,host:26379/master-name`, `redis+cluster://host:7000,host:7001`.
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

const HOSTS = String.raw`(?:[^@/\s]*@)?[^@/,\s]+(?::\d+)?`;
const FORMS: readonly (readonly [RegExp, RedisMode])[] = [
  [/^\/\S/, 'single'],
  [new RegExp(String.raw`^rediss?:\/\/${HOSTS}(?:\/\d*)?(?:\?\S*)?$`), 'single'],
  [new RegExp(String.raw`^rediss?\+sentinel:\/\/${HOSTS}(?:,${HOSTS})*\/[^/\s]+(?:\/\d+)?$`), 'sentinel'],
  [new RegExp(String.raw`^rediss?\+cluster:\/\/${HOSTS}(?:,${HOSTS})*\/?$`), 'cluster'],
];

function modeOf(url: string): RedisMode {
  const mode = FORMS.find(([form]) => form.test(url))?.[1];
  if (mode) return mode;
  throw new StartupError(
    'REDIS_URL_INVALID',
    'REDIS_URL must be redis://host:port, rediss://host:port, the path of a unix socket, ' +
      'redis+sentinel://host:port,host:port/master-name or redis+cluster://host:port,host:port, but it is none of these.',
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
