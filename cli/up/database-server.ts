import { DATABASE_NAME } from '../commands/defaults';
import type { DataFolderLayout } from '../data-folder/layout';
import { checkDatabaseUrl, probeDatabase } from '../servers/database-url';
import { ensureDatabase } from '../servers/ensure-database';
import { type PostgresServer, startPostgres } from '../servers/postgres';
import { dataMajorVersion } from '../servers/postgres-cluster';
import { isPostmasterOf } from '../servers/postmaster';
import { keepAlive } from '../supervisor/keep-alive';

/** A PostgreSQL to keep records in: somebody's, or one of our own. */
export interface DatabaseServer {
  /** The database's address, with a login that may create schemas and roles. */
  readonly url: string;
  /** What was found or started, in a few words. */
  readonly description: string;
  /** Stops what was started here; somebody else's server stays. */
  close(): Promise<void>;
}

/**
 * The PostgreSQL of `DATABASE_URL`, else a private one whose data lies in the data folder; hold the folder's lock for it.
 * The private one is started again when it dies; `say` is told.
 *
 * @throws StartupError with one of the codes `DATABASE_*`, `DATA_FOLDER_*` or `POSTGRES_*`.
 */
export async function openDatabaseServer(
  layout: DataFolderLayout,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void = () => undefined,
  devices = 0,
): Promise<DatabaseServer> {
  const given = givenDatabaseUrl(environment);
  return given === null ? ourOwn(layout, environment, say, devices) : somebodys(given);
}

/** From this many boxes on, seeding is a third slower without memory for the indexes it fills. */
const LARGE_FLEET = 10_000;
const LARGE_FLEET_SHARED_MEGABYTES = 128;

/** The database that the environment names, or null when we are to bring our own. */
export function givenDatabaseUrl(environment: NodeJS.ProcessEnv): string | null {
  return environment['DATABASE_URL']?.trim() || null;
}

async function somebodys(url: string): Promise<DatabaseServer> {
  checkDatabaseUrl(url);
  const { version } = await probeDatabase(url);
  return { url, description: `PostgreSQL ${version} at DATABASE_URL`, close: async () => undefined };
}

async function ourOwn(
  layout: DataFolderLayout,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
  devices: number,
): Promise<DatabaseServer> {
  const start = (): Promise<PostgresServer> =>
    startPostgres({
      dataFolder: layout.postgres,
      durable: true,
      searchPath: environment['PATH'],
      sharedMegabytes: devices > LARGE_FLEET ? LARGE_FLEET_SHARED_MEGABYTES : undefined,
    });
  const server = await start();
  const kept = keepAlive({
    name: 'PostgreSQL',
    server,
    isAlive: ({ pid }) => isPostmasterOf(pid, layout.postgres),
    startAgain: async () => {
      // An empty one in the place of deleted records would be worse than none.
      if (dataMajorVersion(layout.postgres) === null) throw new Error(`${layout.postgres} is gone`);
      return start();
    },
    say,
  });
  const url = await ensureDatabase(server.url(), DATABASE_NAME).catch(async (error: unknown) => {
    await kept.close();
    throw error;
  });
  return {
    url,
    description: `PostgreSQL ${server.version} in ${layout.postgres}${server.adopted ? ' (was still running)' : ''}`,
    close: () => kept.close(),
  };
}
