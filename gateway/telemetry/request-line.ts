/** What the line of a request in the log tells. */
export interface RequestLine {
  /** Holds nothing that JSON must escape, like `kind`, `method` and `traceId`. */
  readonly requestId: string;
  readonly traceId: string | undefined;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
  readonly client: string | null;
  readonly tenant: string | null;
  readonly kind: string;
  /** The name that the client gave to the operation. */
  readonly operation: string | undefined;
}

/** The message of the line. */
export const REQUEST_MESSAGE = 'request';

/**
 * The members of the line's JSON, as the logger would write them for the same values: in their order, and without what is
 * undefined. Written by hand because there is one for every request.
 */
export function requestLineMembers(line: RequestLine): string {
  const { requestId, traceId, method, status, durationMs, client, tenant, kind, operation } = line;
  const trace = traceId === undefined ? '' : `,"traceId":"${traceId}"`;
  const caller = client === null && tenant === null ? NOBODY : callerOf(client, tenant);
  const name = operation === undefined ? '' : `,"operation":${JSON.stringify(operation)}`;
  return `,"requestId":"${requestId}"${trace},"method":"${method}","status":${status},"durationMs":${durationMs}${caller},"kind":"${kind}"${name},"msg":"${REQUEST_MESSAGE}"}\n`;
}

const NOBODY = ',"client":null,"tenant":null';

function callerOf(client: string | null, tenant: string | null): string {
  return `,"client":${JSON.stringify(client)},"tenant":${JSON.stringify(tenant)}`;
}
