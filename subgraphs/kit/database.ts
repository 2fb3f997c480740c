import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type SQL } from 'drizzle-orm';
import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { type ClientBase, Pool, type QueryResultRow } from 'pg';
import { clientError } from './errors';

/** What statements are sent through: the pool or a transaction of it. */
export type Queryable = PgDatabase<NodePgQueryResultHKT, Record<string, never>>;

export interface DatabaseOptions {
  readonly url: string;
  /** The room's name: its PostgreSQL schema, and the role `lastmile_<room>` that owns nothing else. */
  readonly room: string;
  /** @default 6 */
  readonly poolSize?: number;
  /** Do not wait for the disk at each commit: for a bulk load that is done again when it is cut off. @default false */
  readonly bulkLoad?: boolean;
  /** Called with the text of each statement; tests count them. */
  readonly onStatement?: (statement: string) => void;
}

/** One room's records in PostgreSQL. */
export interface Database {
  readonly room: string;
  readonly db: Queryable;
  readonly pool: Pool;
  /**
   * Runs `work` in one READ COMMITTED transaction and answers what it returns.
   * `refuse(value)` rolls everything back and answers `value`: an expected failure leaves nothing half-done.
   * Deadlocks and serialization failures (40P01, 40001) are tried again, at most three times.
   */
  transaction<T>(work: (tx: Queryable, refuse: (value: T) => never) => Promise<T>): Promise<T>;
  /** The rows of a raw statement, typed by the caller. */
  rows<Row extends QueryResultRow>(statement: SQL, on?: Queryable): Promise<Row[]>;
  close(): Promise<void>;
}

/** Carries an expected refusal through the rollback. */
class Refusal<T> extends Error {
  constructor(readonly value: T) {
    super('refused');
  }
}

const MAX_TRIES = 4;
const CONNECT_TIMEOUT_MS = 5_000;
/** Idle connections are processes of PostgreSQL: a quiet product keeps few. */
const IDLE_MS = 5_000;

/** Opens the pool of one room. Each connection acts as the room's own role and sees the room's schema only. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolSize ?? 6,
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: `lastmile-${options.room}`,
    // Awaited before the first statement, although its type does not say so.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    onConnect: (client: ClientBase) => becomeRoom(client, options),
  });
  // An idle connection that breaks is replaced by the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const { onStatement } = options;
  const db: Queryable = drizzle(pool, onStatement ? { logger: { logQuery: onStatement } } : {});
  return {
    room: options.room,
    db,
    pool,
    transaction: (work) => inTransaction(pool, onStatement, work),
    rows: async <Row extends QueryResultRow>(statement: SQL, on: Queryable = db) =>
      // The driver types rows as unknown columns; the caller names the columns it selected.
      (await on.execute(statement)).rows as unknown as Row[],
    close: () => pool.end(),
  };
}

/** The role of a room, created by `prepareDatabase`. */
export function roleOf(room: string): string {
  return `lastmile_${room}`;
}

/** Whether the error, or what caused it, says that PostgreSQL could not be reached or went away. */
export function isConnectionError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code = codeOf(error);
  return (
    /^(08|57P0)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    ('message' in error && LOST_CONNECTION.test(String(error.message))) ||
    ('cause' in error && isConnectionError(error.cause))
  );
}

/** What the driver says, without a code, when it waited in vain or its socket was closed. */
const LOST_CONNECTION = /timeout exceeded when trying to connect|Connection terminated/;

/** The SQLSTATE or system code of an error or of what caused it; empty when it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : '';
}

async function becomeRoom(client: ClientBase, { room, bulkLoad }: DatabaseOptions): Promise<void> {
  // The pool listens only while a connection is idle. One that breaks between two statements of a transaction fails
  // the next statement; without a listener it would end the process.
  client.on('error', () => undefined);
  const pace = bulkLoad
    ? "SET statement_timeout = '10min'; SET synchronous_commit = off"
    : "SET statement_timeout = '30s'";
  await client.query(`SET ROLE ${roleOf(room)}; SET search_path = ${room}; ${pace}`);
}

async function inTransaction<T>(
  pool: Pool,
  onStatement: DatabaseOptions['onStatement'],
  work: (tx: Queryable, refuse: (value: T) => never) => Promise<T>,
): Promise<T> {
  const refuse = (value: T): never => {
    throw new Refusal(value);
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptTransaction(pool, onStatement, (tx) => work(tx, refuse));
    } catch (error) {
      // Only `refuse` above throws it, with a value of this very type.
      if (error instanceof Refusal) return error.value as T;
      // BEGIN needs a connection, and the system's own error names the socket: it stays a cause.
      if (isConnectionError(error))
        throw new Error('database: PostgreSQL cannot be reached', { cause: error });
      if (!['40P01', '40001'].includes(codeOf(error))) throw error;
      if (attempt === MAX_TRIES)
        throw clientError('CONFLICT', 'The change kept colliding with others; try again.');
      await sleep(Math.random() * 20 * attempt);
    }
  }
}

/**
 * One attempt on a connection of its own. drizzle's own `transaction` keeps the connection for ever when it breaks at
 * BEGIN, and hides why the work failed when ROLLBACK fails, too: each broken connection would cost the pool one place.
 */
async function attemptTransaction<T>(
  pool: Pool,
  onStatement: DatabaseOptions['onStatement'],
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    const tx: Queryable = drizzle(client, onStatement ? { logger: { logQuery: onStatement } } : {});
    await tx.execute(sql`BEGIN`);
    try {
      const result = await work(tx);
      await tx.execute(sql`COMMIT`);
      isBroken = false;
      return result;
    } catch (error) {
      isBroken = await tx.execute(sql`ROLLBACK`).then(
        () => false,
        () => true,
      );
      throw error;
    }
  } finally {
    client.release(isBroken);
  }
}

/** `VALUES` of one list as a PostgreSQL array parameter, for `= ANY(...)`. */
export function textArray(items: readonly string[]): SQL {
  return sql`${sql.param([...items])}::text[]`;
}
