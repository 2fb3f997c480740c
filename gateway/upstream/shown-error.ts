import { type GraphQLFormattedError } from 'graphql';
import { clientError, ERROR_DEFINITIONS, isErrorCode, type ErrorCode } from '../errors';
import { isInternal, type Principal } from '../identity/principal';
import { shorten } from '../support/shorten';
import { type SubgraphError } from './parse-answer';

/** Codes about the client's own input: their text tells every client what to mend, and is shown to all. */
const INPUT_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BAD_USER_INPUT',
  'BAD_CURSOR',
  'LIST_SIZE_LIMIT',
]);

/** Codes by which a subgraph answers a request it understood; they keep their meaning for all, their text for teams. */
const BUSINESS_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...INPUT_CODES,
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'STALE_GENERATION',
  'INSUFFICIENT_CAPACITY',
  'IDEMPOTENCY_KEY_REUSED',
  'BATCH_LIMIT_EXCEEDED',
  'STALE',
  'UNAVAILABLE',
]);

/** Text that no input error has: an address, a stack, a path of a file, a connection string. */
const LOOKS_INTERNAL =
  /:\/\/|\n\s*at |\b\d{1,3}(\.\d{1,3}){3}\b|\blocalhost\b|(^|\s)\/(\w|\.)+\/|\bE[A-Z]{5,}\b/;

/**
 * What a client sees of a subgraph's error: its code when it is one that clients may get, its text only when it is about
 * the client's input or the caller is one of the operator's teams. Everything else is "An upstream service failed".
 */
export function shownError(error: SubgraphError, principal: Principal): GraphQLFormattedError {
  const { code, path } = error;
  if (!isErrorCode(code) || !BUSINESS_CODES.has(code)) return clientError('SUBREQUEST_HTTP_ERROR', { path });
  const isShown = INPUT_CODES.has(code) || isInternal(principal);
  const message =
    isShown && error.message !== '' && !LOOKS_INTERNAL.test(error.message)
      ? shorten(error.message, 400)
      : ERROR_DEFINITIONS[code].message;
  return clientError(code, { message, path });
}
