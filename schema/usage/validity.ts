import {
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { withoutOtherOperations } from '../../gateway/authorization/without-other-operations';
import { withoutDefers } from '../../gateway/execution/defer/without-defers';
import { ANONYMOUS_OPERATION, type RecordedOperation } from './recorded-operation';

/** One operation of a document, without all that it does not need. */
export interface SelectedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/**
 * The operation that a record names: by its name, or the only one there is. Undefined when the document has none or several
 * others, so that it could not have been executed. The document is GraphQL.
 */
export function selectRecorded({ document, operation }: RecordedOperation): SelectedOperation | undefined {
  const parsed = withoutDefers(parse(document, { noLocation: true }));
  const only = selectOperation(parsed, undefined);
  return only ?? selectOperation(parsed, operation === ANONYMOUS_OPERATION ? undefined : operation);
}

/** The operation of that name, with what it needs; without a name, the only one. */
export function selectOperation(
  document: DocumentNode,
  name: string | undefined,
): SelectedOperation | undefined {
  const operations = document.definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION ? [each] : [],
  );
  const [only, ...others] = operations;
  if (only && others.length === 0 && (name === undefined || only.name?.value === name)) {
    return { document, operation: only };
  }
  const operation = name === undefined ? undefined : operations.find((each) => each.name?.value === name);
  return operation && { document: withoutOtherOperations(document, operation), operation };
}

/** Why an operation is not valid for a schema; undefined when it is. */
export function invalidity(schema: GraphQLSchema, selected: SelectedOperation): GraphQLError | undefined {
  const { document, operation } = selected;
  if (!schema.getRootType(operation.operation)) {
    // Validation has no rule for it: it looks at no field of a type that is not there.
    return new GraphQLError(`The schema has no ${operation.operation} type.`, { nodes: [operation] });
  }
  return validate(schema, document, specifiedRules, { maxErrors: 1 })[0];
}

/** Validating costs more than anything else that is done with an operation but planning, and is asked for more than once. */
const remembered = new WeakMap<GraphQLSchema, Map<string, boolean>>();

/** Whether the operation of a record is valid for a schema. */
export function isValid(
  schema: GraphQLSchema,
  { operation, document }: RecordedOperation,
  selected: SelectedOperation,
): boolean {
  let known = remembered.get(schema);
  if (!known) remembered.set(schema, (known = new Map<string, boolean>()));
  const key = `${operation}\n${document}`;
  const answer = known.get(key) ?? invalidity(schema, selected) === undefined;
  known.set(key, answer);
  return answer;
}
