import { type IncomingHttpHeaders } from 'node:http';

/**
 * The client's headers called `names` (in lower case), and no others. One that the client's `Connection` header names is
 * meant for the gateway alone (RFC 9110, section 7.6.1) and goes no further.
 */
export function forwardedHeaders(
  names: readonly string[],
  headers: IncomingHttpHeaders,
): Readonly<Record<string, string>> {
  if (names.length === 0) return NONE;
  const forwarded: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value === undefined || isForOneHop(name, headers.connection)) continue;
    forwarded[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return forwarded;
}

const NONE: Readonly<Record<string, string>> = Object.freeze({});

function isForOneHop(name: string, connection = ''): boolean {
  return connection.split(',').some((option) => option.trim().toLowerCase() === name);
}
