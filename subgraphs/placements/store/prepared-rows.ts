import { fillPlaceholders, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { QueryResultRow } from 'pg';
import type { Database } from '../../kit/database';

/** Runs a prepared statement outside any transaction, with a value for each of its placeholders. */
export type PreparedRows<Row> = (
  database: Database,
  values: Readonly<Record<string, string>>,
) => Promise<Row[]>;

const DIALECT = new PgDialect();

/**
 * A statement with `sql.placeholder`s whose text is made once per process, and which PostgreSQL parses and plans once per
 * connection: for the few statements where that costs more than their work.
 */
export function prepareRows<Row extends QueryResultRow>(name: string, statement: SQL): PreparedRows<Row> {
  const { sql: text, params } = DIALECT.sqlToQuery(statement);
  return async (database, values) => {
    const filled = fillPlaceholders(params, values);
    return (await database.pool.query<Row>({ name, text, values: filled })).rows;
  };
}
