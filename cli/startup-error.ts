/** Every code with which a command of ours refuses to go on, and what the person at the terminal should understand. */
export const STARTUP_ERROR_CODES = {
  ACCOUNT_NOT_ALLOWED: 'a folder belongs to another account than the one that runs the command',
  CHILD_FAILED: 'a process of the product ended or never became ready',
  CONFIG_INVALID: 'the configuration file or a setting of the gateway is wrong',
  DATABASE_REFUSED: 'the database answered and refused the credentials or the database name',
  DATABASE_UNREACHABLE: 'nothing that speaks PostgreSQL answers at DATABASE_URL',
  DATABASE_URL_INVALID: 'DATABASE_URL is not a PostgreSQL address',
  DATA_FOLDER_FOREIGN: 'the data folder holds files that are not ours',
  DATA_FOLDER_IN_USE: 'another process holds the data folder',
  DATA_FOLDER_UNREACHABLE: 'the account that runs PostgreSQL cannot enter a folder above the data',
  DATA_FOLDER_UNWRITABLE: 'the data folder cannot be created or written',
  KEYS_MISSING: 'the data folder has no keys yet',
  KEYS_UNREADABLE: 'a key file is damaged',
  PORT_IN_USE: 'another process listens on the port',
  POSTGRES_FAILED: 'PostgreSQL did not start',
  POSTGRES_MISSING: 'no usable PostgreSQL was found',
  POSTGRES_VERSION_MISMATCH: 'the data was written by another major version of PostgreSQL',
  REDIS_FAILED: 'the private Redis did not start',
  REDIS_URL_INVALID: 'REDIS_URL is not a Redis address',
  SEED_FAILED: 'the demonstration data could not be written',
  SUBGRAPH_UNKNOWN: 'no subgraph has that name',
  TENANT_INVALID: 'a token names a publisher where none belongs, or none where one must',
} as const;

/** A key of the table above. */
export type StartupErrorCode = keyof typeof STARTUP_ERROR_CODES;

/**
 * An expected failure of a command: its message is meant for the person at the terminal, states what was wanted,
 * what was found and what to do, and never holds a password or a token.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';

  constructor(
    readonly code: StartupErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * True when a thrown value is a failure of the operating system with one of the codes (`ENOENT`, `EACCES`, …).
 * It looks at the value and not at its class: errors of node's own modules come from another realm under test runners.
 */
export function isSystemError(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}
