/**
 * The row that a foreign key of this room's own tables points at.
 *
 * @throws Error when it is gone, which the database does not let happen.
 */
export function mustExist<Row>(row: Row | null, what: string): Row {
  if (row === null) throw new Error(`subscribers: expected ${what} to exist, it does not`);
  return row;
}
