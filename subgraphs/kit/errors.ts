import { GraphQLError } from 'graphql';

/**
 * The codes a subgraph may put into `errors[].extensions.code`.
 * Expected refusals of a mutation are typed problems of the schema, not errors; these are for what the schema has no place for.
 */
export const ERROR_CODES = {
  BAD_USER_INPUT: 'An argument is outside what the schema documents.',
  BAD_CURSOR: 'The cursor was not made by this connection with this filter for this tenant.',
  LIST_SIZE_LIMIT: 'More rows were asked for than one page may hold.',
  IDEMPOTENCY_KEY_REUSED: 'The idempotency key was already used with another input.',
  UNAUTHENTICATED: 'The request carries no valid identity.',
  FORBIDDEN: 'The caller may not do this.',
  NOT_FOUND: 'What a mutation refers to does not exist.',
  CONFLICT: 'The change collides with one made at the same time.',
  STALE: 'The figures asked for are older than the caller accepts.',
  UNAVAILABLE: 'A server this needs cannot be reached.',
  INTERNAL_SERVER_ERROR: 'Unexpected; the details are in the log under the request id.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An error whose message was written for the client: it says what was expected and what arrived. */
export function clientError(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** Whether the code is one of the table, so that its message may leave the house. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}
