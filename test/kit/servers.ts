import path from 'node:path';

/** The servers that global setup found or started for this run. */
export interface TestServers {
  /** A PostgreSQL database whose role may create databases and roles. */
  databaseUrl: string;
  /** One Redis for all test files: take a key prefix of your own, and never flush it. */
  redisUrl: string;
  /** Programs with which a test starts a Redis of its own. */
  redisServer: string;
  redisCli: string;
}

/** Under which names the addresses travel from global setup to the test processes. */
export const TEST_SERVER_VARIABLES = {
  databaseUrl: 'LASTMILE_TEST_DATABASE_URL',
  redisUrl: 'LASTMILE_TEST_REDIS_URL',
  redisServer: 'LASTMILE_TEST_REDIS_SERVER',
  redisCli: 'LASTMILE_TEST_REDIS_CLI',
} as const satisfies Record<keyof TestServers, string>;

/**
 * The addresses of this run's PostgreSQL and Redis.
 *
 * @throws Error when global setup did not run.
 */
export function testServers(): TestServers {
  return {
    databaseUrl: read('databaseUrl'),
    redisUrl: read('redisUrl'),
    redisServer: read('redisServer'),
    redisCli: read('redisCli'),
  };
}

/** Makes the addresses known to the test processes, which inherit the environment. */
export function publishTestServers(servers: TestServers): void {
  process.env[TEST_SERVER_VARIABLES.databaseUrl] = servers.databaseUrl;
  process.env[TEST_SERVER_VARIABLES.redisUrl] = servers.redisUrl;
  process.env[TEST_SERVER_VARIABLES.redisServer] = servers.redisServer;
  process.env[TEST_SERVER_VARIABLES.redisCli] = servers.redisCli;
  // The product looks for Redis on the PATH, and a fetched one is not there by itself.
  process.env.PATH = [path.dirname(servers.redisServer), process.env.PATH].join(path.delimiter);
}

function read(name: keyof TestServers): string {
  const value = process.env[TEST_SERVER_VARIABLES[name]];
  if (!value)
    throw new Error(
      `${TEST_SERVER_VARIABLES[name]} is not set: run tests with jest, whose global setup sets it`,
    );
  return value;
}
