import type { Client } from 'pg';

/**
 * What a database holds: nothing yet; a seeding that was cut off; a finished one; or records that no seeding
 * made, which are somebody's and stay.
 */
export type SeedState = 'empty' | 'interrupted' | 'finished' | 'foreign';

/** Reads the marks that seeding leaves, and looks for records where there are none. */
export async function readSeedState(admin: Client, rooms: readonly string[]): Promise<SeedState> {
  const marks = new Set<string>();
  let finished = 0;
  for (const room of rooms) {
    const { rows } = await admin.query<{ name: string }>(`SELECT name FROM ${room}.seed_state`);
    for (const { name } of rows) marks.add(name);
    finished += rows.some(({ name }) => name === 'finished') ? 1 : 0;
  }
  if (finished === rooms.length) return 'finished';
  if (marks.has('started')) return 'interrupted';
  return (await holdsRecords(admin, rooms)) ? 'foreign' : 'empty';
}

/** Empties all tables and leaves the mark that everything in them from now on is the seed's, in one transaction. */
export async function startOver(admin: Client, rooms: readonly string[]): Promise<void> {
  const tables = await tablesOf(admin, rooms);
  await admin.query('BEGIN');
  await admin.query(`TRUNCATE ${tables.join(', ')}`);
  for (const room of rooms) await admin.query(`INSERT INTO ${room}.seed_state (name) VALUES ('started')`);
  await admin.query('COMMIT');
}

/** A room's main table has the room's name; the others hold bookkeeping or what goes with its rows. */
async function holdsRecords(admin: Client, rooms: readonly string[]): Promise<boolean> {
  for (const room of rooms) {
    const { rowCount } = await admin.query(`SELECT 1 FROM ${room}.${room} LIMIT 1`);
    if (rowCount) return true;
  }
  return false;
}

async function tablesOf(admin: Client, rooms: readonly string[]): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = ANY($1) AND tablename <> '__migrations' ORDER BY 1`,
    [rooms],
  );
  return rows.map(({ name }) => name);
}
