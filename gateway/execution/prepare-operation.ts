import {
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { type ExecutionRequest, type ExecutionResult } from './executor';
import { prepareIntrospection } from './introspection';
import { completeResponse } from './response/complete-response';
import { compileWriter, type ResponseWriter } from './response/compile-writer';
import { conditionVariablesOf } from './response/condition-variables';
import { type ResponseShape } from './response/response-shape';
import { shapeOf } from './response/shape-of';
import { type RunState } from './steps/run-plan';
import { type Variant, type VariantStore } from './variant-store';

/** What of answering an operation does not depend on a request. */
export interface PreparedOperation {
  readonly isMutation: boolean;
  /** The shape of the answer to one request. */
  shapeFor(request: ExecutionRequest): ResponseShape;
  /** The answer to one request, from its merged data. */
  answer(state: RunState, request: ExecutionRequest): ExecutionResult;
}

/** Compiling costs as much as many answers: what is asked for only a few times is not worth it. */
const RUNS_BEFORE_COMPILING = 3;

/** Prepares answering `operation`, which is valid for `schema`; `store` keeps what grows with its answers. */
export function prepareOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  store: VariantStore,
): PreparedOperation {
  const name = operation.name?.value;
  const conditions = conditionVariablesOf(document, name);
  const introspect = prepareIntrospection(schema, document, operation);
  const ownName = store.nameOperation();

  const variantOf = (coerced: Readonly<Record<string, unknown>>): Variant => {
    const key =
      conditions.length === 0
        ? ownName
        : ownName + conditions.map((variable) => (coerced[variable] === true ? 1 : 0)).join('');
    return store.get(key, (grown) => ({
      shape: shapeOf(schema, document, name, coerced, grown),
      runs: 0,
      writer: undefined,
    }));
  };

  return {
    isMutation: operation.operation === OperationTypeNode.MUTATION,
    shapeFor: ({ coerced }) => variantOf(coerced).shape,
    answer: (state, { variables, coerced }) => {
      const variant = variantOf(coerced);
      const introspection = introspect(variables);
      const complete = (): ExecutionResult =>
        completeResponse(variant.shape, state.data, state.failures, introspection ?? {});
      if (introspection || !state.failures.isEmpty) return complete();
      const text = writerOf(variant)?.(state.data, state.traits.isPlain);
      return text === undefined ? complete() : writtenResult(text, complete);
    },
  };
}

function writerOf(variant: Variant): ResponseWriter | undefined {
  variant.runs += 1;
  if (variant.runs === RUNS_BEFORE_COMPILING) variant.writer = compileWriter(variant.shape);
  return variant.writer;
}

/** Who wants the data of a written answer gets it by the exact way. */
function writtenResult(text: string, complete: () => ExecutionResult): ExecutionResult {
  let result: ExecutionResult | undefined;
  return {
    text,
    errors: [],
    get data() {
      return (result ??= complete()).data;
    },
  };
}
