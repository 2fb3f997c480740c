import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProgram, findRedis } from '../../cli/servers/find-redis';
import { startPostgres } from '../../cli/servers/postgres';
import { withConnection } from '../../cli/servers/postgres-url';
import { startRedis } from '../../cli/servers/redis';
import { packageRoot } from '../../subgraphs/kit/package-root';
import { type RedisPrograms, fetchRedis } from './fetch-redis';
import { guardFolder, guardProcess, releaseProcess } from './guard';
import { type TestServers } from './servers';

/** The servers of one test run, what to tell about them, and how to end those that were started for it. */
export interface StartedServers {
  servers: TestServers;
  /** One line: which PostgreSQL and Redis, and where they come from. */
  summary: string;
  stop(): Promise<void>;
}

/**
 * Finds or starts a PostgreSQL and a Redis: by the environment (TEST_DATABASE_URL or DATABASE_URL, TEST_REDIS_URL or
 * REDIS_URL), else on PATH or from npm, else from the distribution's packages.
 *
 * @throws Error saying what to do when one of them cannot be had: tests are never skipped for that.
 */
export async function startServers(environment: NodeJS.ProcessEnv): Promise<StartedServers> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lastmile-test-'));
  // PostgreSQL gives up root, and its account has to get in.
  chmodSync(folder, 0o755);
  guardFolder(folder);
  const programs = redisPrograms(environment);
  const postgres = await postgresFor(environment, folder);
  const redis = await redisFor(environment, folder, programs).catch(async (error: unknown) => {
    await postgres.stop();
    throw error;
  });
  return {
    servers: { databaseUrl: postgres.url, redisUrl: redis.url, ...programs },
    summary: `Tests use PostgreSQL ${postgres.origin} and Redis ${redis.origin}`,
    async stop() {
      await Promise.all([postgres.stop(), redis.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Server {
  url: string;
  origin: string;
  stop(): Promise<void>;
}

async function postgresFor(environment: NodeJS.ProcessEnv, folder: string): Promise<Server> {
  const variable = ['TEST_DATABASE_URL', 'DATABASE_URL'].find((name) => environment[name]);
  const given = variable && environment[variable];
  if (given) {
    const { rows } = await withConnection(given, (client) =>
      client.query<{ server_version: string }>('SHOW server_version'),
    );
    return { url: given, origin: `${rows[0]?.server_version} (${variable})`, stop: async () => undefined };
  }
  const server = await startPostgres({
    dataFolder: path.join(folder, 'postgres'),
    durable: false,
    searchPath: environment['PATH'],
  });
  guardProcess(server.pid);
  guardFolder(server.socketFolder);
  return {
    url: server.url(),
    origin: `${server.version} (started from ${server.programFolder})`,
    async stop() {
      await server.stop();
      releaseProcess(server.pid);
    },
  };
}

async function redisFor(
  environment: NodeJS.ProcessEnv,
  folder: string,
  programs: RedisPrograms,
): Promise<Server> {
  const variable = ['TEST_REDIS_URL', 'REDIS_URL'].find((name) => environment[name]);
  const given = variable && environment[variable];
  if (given && findRedis({ REDIS_URL: given }).kind === 'url') {
    return { url: given, origin: `(${variable})`, stop: async () => undefined };
  }
  const server = await startRedis({ folder: path.join(folder, 'redis'), binary: programs.redisServer });
  guardProcess(server.pid);
  guardFolder(path.dirname(server.url));
  return {
    url: server.url,
    origin: `${redisVersion(programs)} (started from ${path.dirname(programs.redisServer)})`,
    async stop() {
      await server.stop();
      releaseProcess(server.pid);
    },
  };
}

/** Programs are needed even beside REDIS_URL: some tests start a cluster. */
function redisPrograms(environment: NodeJS.ProcessEnv): RedisPrograms {
  const redisServer = findProgram('redis-server', environment['PATH']);
  const redisCli = findProgram('redis-cli', environment['PATH']);
  if (redisServer && redisCli) return { redisServer, redisCli };
  return fetchRedis(path.join(packageRoot(), '.cache'));
}

function redisVersion({ redisServer }: RedisPrograms): string {
  const text = execFileSync(redisServer, ['--version'], { encoding: 'utf8' });
  return /v=(\S+)/.exec(text)?.[1] ?? 'of unknown version';
}
