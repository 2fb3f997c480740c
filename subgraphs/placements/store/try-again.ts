/**
 * An error that makes `database.transaction` start the transaction again (SQLSTATE 40001, serialization failure):
 * what was read before the locks no longer holds.
 */
export function tryAgain(what: string): Error {
  return Object.assign(new Error(`placements: ${what}`), { code: '40001' });
}
