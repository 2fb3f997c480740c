import { getVariableValues, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { clientError, RequestRefused } from '../errors';
import { shorten } from '../support/shorten';
import { withoutSuggestion } from './without-suggestion';

/** Beyond this many errors coercion stops: 200,000 wrong items would otherwise hold the process for 20 seconds. */
const MAX_ERRORS = 50;

/** The variables of an operation in both forms. */
export interface OperationVariables {
  /** What the client sent for the variables that are declared; nothing else ever reaches a subgraph. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The same coerced by the schema, with defaults (GraphQL spec, section 6.1.2 "CoerceVariableValues"). */
  readonly coerced: Readonly<Record<string, unknown>>;
}

const NO_VARIABLES: OperationVariables = Object.freeze({
  given: Object.freeze({}),
  coerced: Object.freeze({}),
});

/**
 * Checks variables against the operation; `hasHints` allows errors to guess what was meant. Throws RequestRefused
 * (BAD_USER_INPUT) that names each wrong one.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  hasHints: boolean,
): OperationVariables {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return NO_VARIABLES;
  const given: Record<string, unknown> = {};
  for (const { variable } of definitions) {
    const name = variable.name.value;
    if (Object.prototype.hasOwnProperty.call(variables, name)) given[name] = variables[name];
  }
  const { errors, coerced } = getVariableValues(schema, definitions, given, { maxErrors: MAX_ERRORS });
  if (coerced) return { given, coerced };
  throw new RequestRefused('BAD_USER_INPUT', {
    errors: errors.map((error) =>
      clientError('BAD_USER_INPUT', {
        message: shorten(hasHints ? error.message : withoutSuggestion(error.message)),
        locations: error.locations ?? [],
      }),
    ),
  });
}
