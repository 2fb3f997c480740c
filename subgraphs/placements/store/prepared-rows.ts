import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { QueryResultRow } from 'pg';
import type { Database } from '../../kit/database';

const DIALECT = new PgDialect();

/**
 * The rows of a statement outside any transaction, parsed and planned once per connection: for the few statements
 * whose planning costs more than their work. The name must stand for one text, whatever the parameters.
 */
export async function preparedRows<Row extends QueryResultRow>(
  database: Database,
  name: string,
  statement: SQL,
): Promise<Row[]> {
  const { sql: text, params } = DIALECT.sqlToQuery(statement);
  return (await database.pool.query<Row>({ name, text, values: params })).rows;
}
