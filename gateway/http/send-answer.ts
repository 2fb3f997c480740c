import { type ServerResponse } from 'node:http';
import { type Acceptance } from './media-types';

/** Longer texts are made bytes here: the socket would do so in a slower way. */
const LONGEST_STRING = 4_096;

const CONTENT_TYPES: Readonly<Record<NonNullable<Acceptance['single']>, string>> = {
  'application/json': 'application/json; charset=utf-8',
  'application/graphql-response+json': 'application/graphql-response+json; charset=utf-8',
};

/**
 * Answers a query or mutation with one JSON. Does nothing when the client is gone. This is on the path of every request: a
 * flat list of headers is written as it is, and a short text leaves in one piece with its head.
 */
export function sendAnswer(
  response: ServerResponse,
  status: number,
  type: NonNullable<Acceptance['single']>,
  requestId: string,
  body: string | Buffer,
): void {
  if (response.destroyed) return;
  const bytes = typeof body === 'string' && body.length > LONGEST_STRING ? Buffer.from(body) : body;
  const length = Buffer.byteLength(bytes);
  response.writeHead(status, [
    'x-request-id',
    requestId,
    'cache-control',
    'no-store',
    'x-content-type-options',
    'nosniff',
    'content-type',
    CONTENT_TYPES[type],
    'content-length',
    String(length),
  ]);
  // Text without characters beyond ASCII is its own bytes, and as latin1 any bytes are text.
  if (typeof bytes === 'string') response.end(bytes, length === bytes.length ? 'latin1' : 'utf8');
  else if (length <= LONGEST_STRING) response.end(bytes.toString('latin1'), 'latin1');
  else response.end(bytes);
}
