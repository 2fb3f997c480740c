import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import { type PgTable } from 'drizzle-orm/pg-core';
import { type Database, type Queryable } from '../../kit/database';

/** All columns of the table under the alias `t`, for statements that the query builder has no words for. */
export function columnsOf(table: PgTable): SQL {
  const columns = Object.values(getTableColumns(table));
  return sql.join(
    columns.map((column) => sql`t.${sql.identifier(column.name)}`),
    sql`, `,
  );
}

/**
 * The rows that `SELECT <all columns of table as t> <tail>` finds, in the shape that the table declares.
 * The tail names the table `t`.
 */
export async function selectRows<T extends PgTable>(
  database: Database,
  table: T,
  tail: SQL,
  on?: Queryable,
): Promise<T['$inferSelect'][]> {
  const raw = await database.rows<Record<string, unknown>>(sql`SELECT ${columnsOf(table)} ${tail}`, on);
  return raw.map((row) => shaped(table, row));
}

/** A raw row of the table as the table declares it. */
export function shaped<T extends PgTable>(
  table: T,
  raw: Readonly<Record<string, unknown>>,
): T['$inferSelect'] {
  const fields = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const value = raw[column.name];
    return [name, value === null || value === undefined ? null : column.mapFromDriverValue(value)];
  });
  // Each column mapped its own value, which is what the inferred type is made of.
  return Object.fromEntries(fields) as T['$inferSelect'];
}
