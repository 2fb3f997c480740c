import { getTableColumns, getTableName, sql } from 'drizzle-orm';
import { type PgTable } from 'drizzle-orm/pg-core';
import { type Queryable } from '../../kit/database';

/**
 * Inserts many rows in one statement: one JSON parameter instead of thousands of values
 * (as `json`, which is read once and not turned into another form first). Columns that the first row
 * leaves out keep their defaults in all rows.
 */
export async function insertRows<T extends PgTable>(
  tx: Queryable,
  table: T,
  rows: readonly Partial<T['$inferSelect']>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = getTableColumns(table);
  const names = Object.keys(first).flatMap((field) => columns[field]?.name ?? []);
  const named = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([field, value]) => [columns[field]?.name ?? field, value])),
  );
  const list = sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
  const rowType = sql.identifier(getTableName(table));
  await tx.execute(sql`
    INSERT INTO ${table} (${list})
    SELECT ${list} FROM json_populate_recordset(NULL::${rowType}, ${JSON.stringify(named)}::json)`);
}
