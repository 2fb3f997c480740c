import { type RequestScope } from '../context';

/** What goes into the headers besides the scope. */
export interface HeaderSource {
  readonly accept: string;
  /** How many milliseconds are left; absent where nothing ends the request. */
  readonly remainingMs?: number;
  /** Where the request stands in its trace. */
  readonly traceparent: string | undefined;
  /** The signed envelope. */
  readonly identity: string | undefined;
}

/** Names that only the gateway sets, whatever is allowed to be forwarded. */
const OWN: ReadonlySet<string> = new Set([
  'content-type',
  'accept',
  'x-request-id',
  'x-request-deadline',
  'traceparent',
  'x-lastmile-identity',
]);

/**
 * The headers of a request as a flat list of names and values: the gateway's own, and of the client's those that are
 * listed, none of which can replace one of the gateway's. `x-request-deadline` is the time left in whole milliseconds.
 */
export function requestHeaders(
  { requestId, forwardedHeaders }: RequestScope,
  { accept, remainingMs, traceparent, identity }: HeaderSource,
): string[] {
  const headers = ['content-type', 'application/json', 'accept', accept, 'x-request-id', requestId];
  if (remainingMs !== undefined) {
    headers.push('x-request-deadline', String(Math.max(1, Math.floor(remainingMs))));
  }
  if (traceparent !== undefined) headers.push('traceparent', traceparent);
  if (identity !== undefined) headers.push('x-lastmile-identity', identity);
  for (const name of Object.keys(forwardedHeaders)) {
    const value = forwardedHeaders[name];
    if (value !== undefined && !OWN.has(name)) headers.push(name, value);
  }
  return headers;
}
