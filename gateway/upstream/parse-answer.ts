import { isRecord } from '../support/is-record';
import { SubgraphFailure } from './subgraph-failure';

/** One error of a subgraph, as far as it has the shape of the specification. */
export interface SubgraphError {
  readonly message: string;
  readonly code: string | undefined;
  readonly path: readonly (string | number)[] | undefined;
}

/** A well-formed answer of a subgraph. */
export interface SubgraphAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly SubgraphError[];
  /** True when the text held no backslash: then no string in it needs escaping when it is written as JSON again. */
  readonly isPlain: boolean;
}

const MAX_ERRORS = 100;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Reads the text of an answer, each time into new values. Throws SubgraphFailure when it is no GraphQL response (GraphQL
 * spec, section 7.1).
 */
export function parseAnswer(text: string, isPlain = !text.includes('\\')): SubgraphAnswer {
  return toAnswer(parseJson(text), isPlain);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A byte order mark may be ignored by who reads JSON (RFC 8259, section 8.1).
    if (text.startsWith(BYTE_ORDER_MARK)) return parseJson(text.slice(1));
    throw malformed('the answer is not JSON');
  }
}

function toAnswer(value: unknown, isPlain: boolean): SubgraphAnswer {
  if (!isRecord(value)) throw malformed('the answer is not an object');
  const { data = null, errors = [] } = value;
  if (data !== null && !isRecord(data)) throw malformed('"data" is not an object');
  if (!Array.isArray(errors)) throw malformed('"errors" is not a list');
  if (data === null && errors.length === 0) throw malformed('there is neither data nor an error');
  return { data, errors: toSubgraphErrors(errors), isPlain };
}

/** The errors in a list of a response; what has not their shape is an error without text. */
export function toSubgraphErrors(errors: unknown): SubgraphError[] {
  return Array.isArray(errors) ? errors.slice(0, MAX_ERRORS).map(toError) : [toError(errors)];
}

function toError(error: unknown): SubgraphError {
  if (!isRecord(error)) return { message: '', code: undefined, path: undefined };
  const code = isRecord(error.extensions) ? error.extensions.code : undefined;
  return {
    message: typeof error.message === 'string' ? error.message : '',
    code: typeof code === 'string' ? code : undefined,
    path: isPath(error.path) ? error.path : undefined,
  };
}

function isPath(value: unknown): value is (string | number)[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= 200 &&
    value.every((part) => typeof part === 'string' || typeof part === 'number')
  );
}

function malformed(reason: string): SubgraphFailure {
  return new SubgraphFailure('SUBREQUEST_MALFORMED_RESPONSE', reason);
}
