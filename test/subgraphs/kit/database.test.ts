import { sql } from 'drizzle-orm';
import { type ClientBase } from 'pg';
import { type Database, openDatabase } from '../../../subgraphs/kit/database';
import { prepareDatabase } from '../../../subgraphs/kit/prepare-database';
import { createTestDatabase, type TestDatabase } from '../../kit/database';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await prepareDatabase(testDatabase.url, 'placements');
  database = openDatabase({ url: testDatabase.url, room: 'placements', poolSize: 2 });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** The pool hands a client's `end` through, although its event names the smaller type. */
function hangUp(client: ClientBase): void {
  (client as ClientBase & { end(): Promise<void> }).end().catch(() => undefined);
}

async function one(): Promise<unknown> {
  return database.transaction(async (tx) => (await database.rows(sql`SELECT 1 AS one`, tx))[0]);
}

describe('a transaction', () => {
  it('gives its connection back when it breaks before BEGIN, however often', async () => {
    database.pool.on('acquire', hangUp);
    for (let round = 0; round < 4; round += 1) await expect(one()).rejects.toThrow();
    database.pool.off('acquire', hangUp);
    expect(await one()).toEqual({ one: 1 });
  });

  it('tells why the work failed, not that the rollback failed too', async () => {
    const failing = database.transaction(async (tx) => {
      await database.rows(sql`SELECT pg_terminate_backend(pg_backend_pid())`, tx).catch(() => undefined);
      throw new Error('the reason');
    });
    await expect(failing).rejects.toThrow('the reason');
    expect(await one()).toEqual({ one: 1 });
  });

  it('leaves nothing behind when it is refused', async () => {
    const answer = await database.transaction<string>(async (tx, refuse) => {
      await database.rows(sql`INSERT INTO inbox (producer, event_id) VALUES ('half', 1)`, tx);
      return refuse('refused');
    });
    expect(answer).toBe('refused');
    expect(await database.rows(sql`SELECT producer FROM inbox WHERE producer = 'half'`)).toEqual([]);
  });
});
