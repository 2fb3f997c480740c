import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { ensureDatabase } from '../../cli/servers/ensure-database';
import { withConnection } from '../../cli/servers/postgres-url';
import { testServers } from './servers';

/** A database that one test file has for itself. */
export interface TestDatabase {
  url: string;
  /** Removes it, connections that are still open included. */
  drop(): Promise<void>;
}

/** Makes a fresh, empty database of a unique name on this run's PostgreSQL. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = testServers().databaseUrl;
  const name = `lastmile_test_${randomUUID().replaceAll('-', '')}`;
  const url = await ensureDatabase(server, name);
  return {
    url,
    async drop() {
      await withConnection(server, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
      );
    },
  };
}
