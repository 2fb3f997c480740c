import pg from 'pg';
import { withConnection, withDatabase } from './postgres-url';

const DUPLICATE_DATABASE = '42P04';
const UNIQUE_VIOLATION = '23505';

/**
 * Creates the database when the server does not have it yet, and returns its address.
 * `serverUrl` names any database of the server whose role may create databases.
 */
export async function ensureDatabase(serverUrl: string, database: string): Promise<string> {
  await withConnection(serverUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await createDatabase(client, database);
  });
  return withDatabase(serverUrl, database);
}

/** There is no CREATE DATABASE IF NOT EXISTS: whoever loses the race finds it there, which is what was wanted. */
async function createDatabase(client: pg.Client, database: string): Promise<void> {
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } catch (error) {
    const raced =
      error instanceof pg.DatabaseError && [DUPLICATE_DATABASE, UNIQUE_VIOLATION].includes(error.code ?? '');
    if (!raced) throw error;
  }
}
