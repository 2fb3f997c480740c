import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** What an error code means to HTTP: its status when it ends a request, and the text used when none may be shown. */
export interface ErrorDefinition {
  readonly status: number;
  readonly message: string;
}

/** The closed list of codes a client can ever see in `errors[].extensions.code`. */
export const ERROR_DEFINITIONS = {
  BAD_REQUEST: { status: 400, message: 'The request is not a GraphQL request.' },
  GRAPHQL_PARSE_FAILED: { status: 400, message: 'The document is not GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, message: 'The document does not fit the schema.' },
  OPERATION_RESOLUTION_FAILURE: { status: 400, message: 'The operation cannot be resolved.' },
  BAD_USER_INPUT: { status: 400, message: 'The input is not valid.' },
  BAD_CURSOR: { status: 400, message: 'The cursor is not valid here.' },
  LIST_SIZE_LIMIT: { status: 400, message: 'A list is too long.' },
  MAX_TOKENS_LIMIT: { status: 400, message: 'The document has too many tokens.' },
  MAX_DEPTH_LIMIT: { status: 400, message: 'The operation is nested too deeply.' },
  MAX_ALIASES_LIMIT: { status: 400, message: 'The document has too many aliases.' },
  MAX_ROOT_FIELDS_LIMIT: { status: 400, message: 'The operation has too many root fields.' },
  MAX_DIRECTIVES_LIMIT: { status: 400, message: 'The document has too many directives.' },
  MAX_FRAGMENTS_LIMIT: { status: 400, message: 'The document has too many fragments.' },
  MAX_VARIABLES_LIMIT: { status: 400, message: 'The operation has too many variables.' },
  QUERY_TOO_COMPLEX: { status: 400, message: 'The operation is too complex.' },
  PLAN_TIMEOUT: { status: 400, message: 'The operation took too long to plan.' },
  COST_ESTIMATED_TOO_EXPENSIVE: { status: 400, message: 'The operation costs too much.' },
  BATCH_LIMIT_EXCEEDED: { status: 400, message: 'Too much was asked for at once.' },
  PERSISTED_QUERY_NOT_FOUND: { status: 400, message: 'The persisted query is not known.' },
  QUERY_NOT_IN_SAFELIST: { status: 403, message: 'The operation is not on the list of trusted documents.' },
  UNAUTHENTICATED: { status: 401, message: 'Authentication is required.' },
  FORBIDDEN: { status: 403, message: 'This is not allowed.' },
  UNAUTHORIZED_FIELD_OR_TYPE: { status: 403, message: 'Not authorized to read this field.' },
  NOT_FOUND: { status: 404, message: 'Not found.' },
  CONFLICT: { status: 409, message: 'The request conflicts with the current state.' },
  STALE_GENERATION: { status: 409, message: 'The generation is stale.' },
  INSUFFICIENT_CAPACITY: { status: 409, message: 'There is not enough capacity.' },
  IDEMPOTENCY_KEY_REUSED: { status: 409, message: 'The idempotency key was used with another input.' },
  OUTCOME_UNKNOWN: { status: 504, message: 'The mutation was sent; whether it took effect is unknown.' },
  REQUEST_RATE_LIMITED: { status: 429, message: 'Too many requests.' },
  REQUEST_CONCURRENCY_LIMITED: { status: 503, message: 'Too many requests at the same time.' },
  GATEWAY_TIMEOUT: { status: 504, message: 'The request took too long.' },
  SUBREQUEST_TIMEOUT: { status: 504, message: 'An upstream service did not answer in time.' },
  SUBREQUEST_HTTP_ERROR: { status: 502, message: 'An upstream service failed.' },
  SUBREQUEST_MALFORMED_RESPONSE: { status: 502, message: 'An upstream service gave a malformed answer.' },
  SUBGRAPH_RESPONSE_TOO_LARGE: { status: 502, message: 'An upstream service gave too large an answer.' },
  STALE: { status: 503, message: 'Only stale data is available.' },
  UNAVAILABLE: { status: 503, message: 'The service is not available.' },
  INTERNAL_SERVER_ERROR: { status: 500, message: 'Internal server error.' },
} as const satisfies Record<string, ErrorDefinition>;

/** One of the codes of the closed list. */
export type ErrorCode = keyof typeof ERROR_DEFINITIONS;

/** Where an error belongs, and the text that replaces the default of its code. */
export interface ErrorDetails {
  readonly message?: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly locations?: GraphQLFormattedError['locations'];
}

/** True when `value` is a code of the closed list (and not a property that every object has). */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.prototype.hasOwnProperty.call(ERROR_DEFINITIONS, value);
}

/** An error as a client sees it (GraphQL spec, section 7.1.2 "Errors"): message, places, and a code of the closed list. */
export function clientError(code: ErrorCode, details: ErrorDetails = {}): GraphQLFormattedError {
  return {
    message: details.message ?? ERROR_DEFINITIONS[code].message,
    ...(details.locations && details.locations.length > 0 && { locations: details.locations }),
    ...(details.path && details.path.length > 0 && { path: details.path }),
    extensions: { code },
  };
}

/** The same as a GraphQLError, for libraries that want one. */
export function clientGraphQLError(error: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(error.message, {
    path: error.path ?? null,
    extensions: { ...error.extensions },
  });
}

/** Ends a request: nothing of it is executed, the errors are its whole answer. Its text may be shown to the client. */
export class RequestRefused extends Error {
  readonly errors: readonly GraphQLFormattedError[];
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    details: ErrorDetails & {
      readonly status?: number;
      readonly errors?: readonly GraphQLFormattedError[];
    } = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(details.message ?? ERROR_DEFINITIONS[code].message);
    this.name = 'RequestRefused';
    this.errors = details.errors ?? [clientError(code, details)];
    this.status = details.status ?? ERROR_DEFINITIONS[code].status;
  }
}
