import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { codeOf, isConnectionError } from './database';
import { isErrorCode } from './errors';

/** SQLSTATEs that a client's value causes: text or numbers PostgreSQL cannot take. */
const BAD_VALUE_STATES = ['22P02', '22003', '22021', '22P05', '22007', '22008'];

/**
 * What of an error may leave the subgraph: messages written for clients keep code and text; everything else is
 * logged and replaced, so that no SQL, host or stack gets out.
 */
export function formatRoomError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  const code = original instanceof GraphQLError ? original.extensions['code'] : undefined;
  if (isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR') return clean(formatted, code, formatted.message);
  if (original instanceof GraphQLError) {
    // graphql-js itself: syntax, validation and values that do not fit their types.
    const own = formatted.extensions?.['code'];
    return clean(formatted, typeof own === 'string' ? own : 'BAD_USER_INPUT', formatted.message);
  }
  if (isConnectionError(original)) {
    log.warn({ err: original, path: formatted.path }, 'PostgreSQL cannot be reached');
    return clean(formatted, 'UNAVAILABLE', 'The records cannot be reached right now; try again.');
  }
  if (BAD_VALUE_STATES.includes(codeOf(original))) {
    return clean(
      formatted,
      'BAD_USER_INPUT',
      'Expected values that can be stored, got text or a number that cannot.',
    );
  }
  log.error({ err: original, path: formatted.path }, 'unexpected error');
  return clean(formatted, 'INTERNAL_SERVER_ERROR', 'Something unexpected went wrong here.');
}

function clean(formatted: GraphQLFormattedError, code: string, message: string): GraphQLFormattedError {
  return {
    message,
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
    extensions: { code },
  };
}
