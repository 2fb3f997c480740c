import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { roleOf } from './database';
import { packageRoot } from './package-root';

/** Any constant: one preparation at a time per database, whichever process comes first. */
const PREPARE_LOCK = 7_236_011;

/**
 * Makes the room's role and schema and applies its committed migrations, once each; safe to call from several
 * processes at once. The role may read and write rows of its own schema and nothing else.
 *
 * @throws Error when the database cannot be reached or the login may not create roles and schemas.
 */
export async function prepareDatabase(url: string, room: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PREPARE_LOCK]);
    await client.query("SET client_min_messages = 'warning'");
    await createRole(client, room);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${room}`);
    await migrate(drizzle(client), {
      migrationsFolder: path.join(packageRoot(), 'subgraphs', room, 'migrations'),
      migrationsSchema: room,
      migrationsTable: '__migrations',
    });
    await grant(client, room);
  } finally {
    await client.end();
  }
}

async function createRole(client: Client, room: string): Promise<void> {
  const role = roleOf(room);
  const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (known.rowCount === 0) await createUnlessRaced(client, role);
  await client.query(`GRANT ${role} TO CURRENT_USER`);
}

/** Roles belong to the whole server, the lock to one database: another database's preparation may win. */
async function createUnlessRaced(client: Client, role: string): Promise<void> {
  await client.query(
    `DO $$ BEGIN CREATE ROLE ${role} NOLOGIN NOINHERIT; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
  );
}

async function grant(client: Client, room: string): Promise<void> {
  const role = roleOf(room);
  await client.query(`
    GRANT USAGE ON SCHEMA ${room} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${room} TO ${role};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${room} TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${room} TO ${role};
  `);
}
