import { checkPersistedQuery } from '../documents/persisted-query';
import { RequestRefused } from '../errors';
import { checkJsonDepth } from '../limits/json-depth';
import { isRecord } from '../support/is-record';
import { WeightedCache } from '../support/weighted-cache';

/** The parameters of a GraphQL request (GraphQL over HTTP, section 5.1), checked for their kind. */
export interface RequestParameters {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Operations without variables are sent word for word the same again and again: those bodies are read once. */
const KNOWN_BODIES = new WeightedCache<string, KnownBody>(4 * 1024 * 1024);
/** What a remembered body takes beside its text, which is also in its document. */
const BODY_BYTES = 300;

interface KnownBody {
  readonly parameters: RequestParameters;
  /** The limit under which it was found harmless. */
  readonly jsonDepth: number;
}

/** Reads the parameters from the JSON text of a body. Throws RequestRefused. */
export function parametersFromBody(text: string, jsonDepth: number): RequestParameters {
  const known = KNOWN_BODIES.get(text);
  if (known && known.jsonDepth <= jsonDepth) return known.parameters;
  const parameters = readParameters(text, jsonDepth);
  if (isEmpty(parameters.variables)) {
    KNOWN_BODIES.set(text, { parameters, jsonDepth }, BODY_BYTES + 4 * text.length);
  }
  return parameters;
}

function isEmpty(variables: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(variables).length === 0;
}

function readParameters(text: string, jsonDepth: number): RequestParameters {
  const body = parseJson(text, 'The body', jsonDepth);
  if (Array.isArray(body)) {
    throw new RequestRefused('BAD_REQUEST', {
      message: 'Batching is disabled: send one operation per request.',
    });
  }
  if (!isRecord(body))
    throw new RequestRefused('BAD_REQUEST', { message: 'The body must be a JSON object.' });
  return toParameters(body);
}

/** Reads the parameters from the query string of a URL. Throws RequestRefused, also when one is given twice. */
export function parametersFromUrl(search: string, jsonDepth: number): RequestParameters {
  const parameters = new URLSearchParams(search);
  const single = (name: string): string | undefined => {
    const values = parameters.getAll(name);
    if (values.length > 1)
      throw new RequestRefused('BAD_REQUEST', { message: `"${name}" is given more than once.` });
    return values[0];
  };
  const json = (name: string): unknown => {
    const text = single(name);
    return text === undefined || text === '' ? undefined : parseJson(text, `"${name}"`, jsonDepth);
  };
  return toParameters({
    query: single('query'),
    operationName: single('operationName') || undefined,
    variables: json('variables'),
    extensions: json('extensions'),
  });
}

/** Checks the kind of each parameter. Throws RequestRefused that names the wrong one. */
export function toParameters(source: Readonly<Record<string, unknown>>): RequestParameters {
  const { query, operationName = null, variables = null, extensions = null } = source;
  if (operationName !== null && typeof operationName !== 'string') {
    throw new RequestRefused('BAD_REQUEST', { message: '"operationName" must be a string or null.' });
  }
  if (variables !== null && !isRecord(variables)) {
    throw new RequestRefused('BAD_REQUEST', { message: '"variables" must be an object or null.' });
  }
  if (extensions !== null && !isRecord(extensions)) {
    throw new RequestRefused('BAD_REQUEST', { message: '"extensions" must be an object or null.' });
  }
  checkPersistedQuery(extensions?.persistedQuery, query);
  if (typeof query !== 'string' || query.trim() === '') {
    throw new RequestRefused('BAD_REQUEST', { message: '"query" must be a string with a GraphQL document.' });
  }
  return {
    query,
    operationName: operationName === null || operationName === '' ? undefined : operationName,
    variables: variables ?? {},
  };
}

function parseJson(text: string, what: string, jsonDepth: number): unknown {
  checkJsonDepth(text, jsonDepth);
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestRefused('BAD_REQUEST', { message: `${what} is not JSON.` });
  }
}
