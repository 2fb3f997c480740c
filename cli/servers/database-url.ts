import pg from 'pg';
import { StartupError } from '../startup-error';

/** What a database of somebody else's said about itself. */
export interface DatabaseProbe {
  /** As the server calls it, for example `16.4`. */
  version: string;
}

/**
 * Checks a DATABASE_URL by its form, without connecting.
 *
 * @throws StartupError `DATABASE_URL_INVALID`; the message never repeats the text, which may be all password.
 */
export function checkDatabaseUrl(text: string): URL {
  if (!URL.canParse(text))
    throw invalid('it is not a URL (characters such as # / @ in a password are percent-encoded)');
  const url = new URL(text);
  if (!['postgres:', 'postgresql:'].includes(url.protocol)) throw invalid(`it begins with ${url.protocol}//`);
  if (!url.hostname && !url.searchParams.get('host')) throw invalid('it names no host');
  if (url.pathname.length < 2) throw invalid('it names no database');
  return url;
}

/**
 * Connects once to a database that was named by its address.
 *
 * @throws StartupError `DATABASE_URL_INVALID`, `DATABASE_UNREACHABLE` or `DATABASE_REFUSED`, each naming the server and the
 * database but never the password.
 */
export async function probeDatabase(text: string, timeoutMs = 5_000): Promise<DatabaseProbe> {
  const url = checkDatabaseUrl(text);
  const client = new pg.Client({
    connectionString: text,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // A connection that is cut while we close it has nothing more to tell.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return { version: rows[0]?.server_version.split(' ')[0] ?? 'unknown' };
  } catch (error) {
    throw explain(error, url, timeoutMs);
  } finally {
    await client.end().catch(() => undefined);
  }
}

// Class 28 is "invalid authorization", 3D "invalid catalog name", 42501 "insufficient privilege" (PostgreSQL, appendix A).
const REFUSALS = /^(28|3D|42501)/;

function explain(error: unknown, url: URL, timeoutMs: number): StartupError {
  const server = `${url.searchParams.get('host') ?? url.hostname}:${url.port || '5432'}`;
  const wanted = `database ${url.pathname.slice(1)} on ${server} as ${url.username || 'the default user'}`;
  if (isRefusal(error)) {
    return new StartupError(
      'DATABASE_REFUSED',
      `DATABASE_URL: ${server} refused ${wanted}: ${error.message}.`,
      {
        cause: error,
      },
    );
  }
  return new StartupError(
    'DATABASE_UNREACHABLE',
    `DATABASE_URL: expected PostgreSQL to answer within ${timeoutMs / 1000} s for ${wanted}, but ${reason(error)}. ` +
      'Check the address and that the server runs, or unset DATABASE_URL to use the private one.',
    { cause: error },
  );
}

function isRefusal(error: unknown): error is Error {
  if (error instanceof pg.DatabaseError) return REFUSALS.test(error.code ?? '');
  // A server that wants a password where the address has none is refused by the driver itself.
  return error instanceof Error && error.message.startsWith('SASL');
}

function reason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  // Node tries all addresses of a name and reports the failures together, with an empty message of its own.
  if ('errors' in error && Array.isArray(error.errors))
    return [...new Set(error.errors.map(reason))].join(', ');
  const message = 'message' in error ? error.message : null;
  return typeof message === 'string' && message !== '' ? message : 'it gave no reason';
}

function invalid(found: string): StartupError {
  return new StartupError(
    'DATABASE_URL_INVALID',
    `DATABASE_URL must look like postgresql://user:password@host:5432/database, but ${found}.`,
  );
}
