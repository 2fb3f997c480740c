import { type IncomingMessage } from 'node:http';
import { RequestRefused } from '../errors';
import { type Acceptance, isUtf8Json } from './media-types';

const MAX_URL_LENGTH = 8_192;
const MAX_HEADERS = 200;
const MAX_HEADER_BYTES = 16 * 1024;

/** A simple cross-site request cannot carry one of these: its browser asks for permission first, and gets none. */
const PREFLIGHT_HEADERS = [
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'graphql-require-preflight',
];

/** Refuses heads that are too large or that no path could answer: a target that is not a path, a missing Host. */
export function checkHeadSize(request: IncomingMessage): void {
  const { url = '', rawHeaders } = request;
  if (url.length > MAX_URL_LENGTH) {
    throw new RequestRefused('BAD_REQUEST', {
      status: 414,
      message: `The URL is longer than ${MAX_URL_LENGTH} characters.`,
    });
  }
  let bytes = 0;
  for (const part of rawHeaders) bytes += part.length;
  if (bytes > MAX_HEADER_BYTES || rawHeaders.length / 2 > MAX_HEADERS) {
    throw new RequestRefused(
      'BAD_REQUEST',
      { status: 431, message: 'The headers are too large.' },
      { connection: 'close' },
    );
  }
  if (!url.startsWith('/')) {
    throw new RequestRefused(
      'BAD_REQUEST',
      { message: 'The request target must be a path.' },
      { connection: 'close' },
    );
  }
  if (!request.headers.host) {
    throw new RequestRefused(
      'BAD_REQUEST',
      { message: 'The Host header is missing.' },
      { connection: 'close' },
    );
  }
}

/** Refuses methods that GraphQL over HTTP does not have. */
export function checkMethod(method: string | undefined): asserts method is 'GET' | 'POST' {
  if (method === 'GET' || method === 'POST') return;
  throw new RequestRefused(
    'BAD_REQUEST',
    { status: 405, message: 'Use GET or POST.' },
    { allow: 'GET, POST' },
  );
}

/**
 * Refuses bodies that are not JSON in UTF-8 (GraphQL over HTTP, section 5.4), and compressed ones: a body is bounded by
 * its size on the wire (CVE-2024-28101). A GET may have no other content type either, or browsers could send it across
 * sites without asking (GHSA-9q82-xgwf-vj6h).
 */
export function checkContentType({ method, headers }: IncomingMessage): void {
  const header = headers['content-type'];
  if (header === undefined) {
    if (method === 'GET') return;
    throw new RequestRefused('BAD_REQUEST', { status: 415, message: 'Send the body as application/json.' });
  }
  if (!isUtf8Json(header)) {
    throw new RequestRefused('BAD_REQUEST', {
      status: 415,
      message: 'Send the body as application/json in UTF-8.',
    });
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new RequestRefused('BAD_REQUEST', {
      status: 415,
      message: 'Send the body without a content encoding.',
    });
  }
}

/**
 * Refuses what a browser would send across sites without asking. A POST of JSON is never such a request. EventSource can
 * send no header, so a stream passes here; `checkStreamedQuery` sees to it that it only opens a subscription, whose events
 * the other site cannot read.
 */
export function checkCrossSite(request: IncomingMessage, acceptance: Acceptance): void {
  if (!acceptance.eventStream) checkPreflight(request);
}

/** Refuses a query by a GET that passed `checkCrossSite` only because it accepts a stream. */
export function checkStreamedQuery(request: IncomingMessage): void {
  checkPreflight(request);
}

function checkPreflight({ method, headers }: IncomingMessage): void {
  if (method !== 'GET' || headers['content-type'] !== undefined) return;
  if (PREFLIGHT_HEADERS.some((name) => headers[name])) return;
  throw new RequestRefused('BAD_REQUEST', {
    message: `A GET needs the content type application/json or one of these headers: ${PREFLIGHT_HEADERS.join(', ')}.`,
  });
}

/** Refuses clients that accept nothing the gateway could answer with. */
export function checkAccept(acceptance: Acceptance): void {
  const { single, eventStream, incremental, multipartEvents } = acceptance;
  if (single !== undefined || eventStream || incremental || multipartEvents) return;
  throw new RequestRefused('BAD_REQUEST', {
    status: 406,
    message:
      'Accept application/graphql-response+json, application/json, text/event-stream or multipart/mixed.',
  });
}
