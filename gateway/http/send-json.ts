import { type ServerResponse } from 'node:http';
import { type GraphQLFormattedError } from 'graphql';
import { type RequestRefused } from '../errors';
import { type Acceptance } from './media-types';

/** Headers of every answer: nothing may be stored or taken for another type. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** Answers with JSON text. Does nothing when an answer has begun or the client is gone. */
export function sendJson(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(text);
  response.writeHead(status, {
    ...SAFE_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    ...headers,
    'content-length': String(body.length),
  });
  response.end(body);
}

/** Answers a refused request in the type the client accepts. */
export function sendRefusal(
  response: ServerResponse,
  refusal: RequestRefused,
  acceptance: Acceptance,
  requestId: string,
): void {
  sendJson(response, refusalStatus(refusal, acceptance), errorsText(refusal.errors), {
    'x-request-id': requestId,
    ...refusal.headers,
    'content-type': `${acceptance.single ?? 'application/json'}; charset=utf-8`,
  });
}

/** The text of an answer that is only errors. */
export function errorsText(errors: readonly GraphQLFormattedError[]): string {
  return JSON.stringify({ errors });
}

/** What is wrong with the GraphQL of a well-formed request. */
const GRAPHQL_CODES: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/** Clients of `application/json` expect 200 for well-formed requests (GraphQL over HTTP, section 6.4.1). */
function refusalStatus({ code, status }: RequestRefused, { isLegacyJson }: Acceptance): number {
  return isLegacyJson && status === 400 && GRAPHQL_CODES.has(code) ? 200 : status;
}
