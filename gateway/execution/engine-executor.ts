import { type PlanNode } from '@apollo/query-planner';
import { OperationTypeNode, type DocumentNode, type GraphQLSchema } from 'graphql';
import { RequestRefused } from '../errors';
import { selectOperation } from '../documents/select-operation';
import { type LoadedSupergraph } from '../supergraph/supergraph';
import { type SubgraphClient } from '../upstream/subgraph-client';
import { answerEvents } from './answer-events';
import { runDeferred } from './defer/run-deferred';
import { type ExecutionRequest, type ExecutionResult, type Executor } from './executor';
import { Failures } from './failures';
import { openSubgraphStream } from './open-subgraph-stream';
import { prepareOperation, type PreparedOperation } from './prepare-operation';
import { VariantStore } from './variant-store';
import { createPlanCompiler, type CompiledPlan } from './steps/compile-plan';
import { applyEvent } from './steps/apply-event';
import { runPlan, type RunContext, type RunState } from './steps/run-plan';
import { RememberingClient } from './wire/remembering-client';
import { WireEngine } from './wire/wire-engine';

/** Our own executor: plans become steps, answers are merged, and the answer is written straight to text. */
export function createEngineExecutor(supergraph: LoadedSupergraph, client: SubgraphClient): Executor {
  const compile = rememberPlans(createPlanCompiler(supergraph.fullSchema));
  const prepare = rememberOperations(supergraph.clientSchema);

  const wireOf = rememberWires(supergraph.fullSchema);

  const contextOf = ({ scope, variables, coerced }: ExecutionRequest): RunContext => ({
    client,
    urls: supergraph.subgraphUrls,
    scope,
    variables,
    coerced,
    entities: { left: scope.limits.entities },
  });

  const execute = async (
    compiled: CompiledPlan,
    operation: PreparedOperation,
    request: ExecutionRequest,
    context: RunContext,
  ): Promise<ExecutionResult> => {
    const state: RunState = {
      data: {},
      failures: new Failures(),
      traits: { isPlain: true, isShared: false },
    };
    await runPlan(compiled, state, context);
    return operation.answer(state, request);
  };

  return {
    execute: async (plan, request) => {
      const operation = prepare(request);
      const compiled = compile(plan.node as PlanNode | undefined, operation.isMutation);
      const wire = wireOf(compiled);
      if (!wire) return execute(compiled, operation, request, contextOf(request));
      const remembering = new RememberingClient(client);
      const bytes = await wire.answer(operation.shapeFor(request), contextOf(request), remembering);
      if (bytes) return new WireResult(bytes);
      return execute(compiled, operation, request, { ...contextOf(request), client: remembering });
    },
    deferring: {
      execute: (plan, request, operation) => {
        const isMutation = operation.definition.operation === OperationTypeNode.MUTATION;
        return runDeferred({
          schema: supergraph.clientSchema,
          operation,
          plan: compile(plan.node as PlanNode | undefined, isMutation),
          request,
          context: contextOf(request),
        });
      },
    },
    subscribe: async (plan, request) => {
      if (plan.node?.kind !== 'Subscription') throw new RequestRefused('BAD_REQUEST');
      const { primary, rest } = plan.node;
      const operation = prepare(request);
      const opening = compile(primary, false);
      const following = compile(rest, false);
      const url = supergraph.subgraphUrls.get(primary.serviceName) ?? '';
      const events = await openSubgraphStream(client, primary, url, request);
      return answerEvents(events, request, async (event, eventRequest) => {
        const context = contextOf(eventRequest);
        // The text of an event is not looked at for escapes, so all its strings are escaped.
        const traits = { isPlain: false, isShared: false };
        const state: RunState = { data: {}, failures: new Failures(), traits };
        applyEvent(opening, state, event, context);
        await runPlan(following, state, context);
        return operation.answer(state, eventRequest);
      });
    },
  };
}

/** Preparing costs as much as some answers: what is asked for only a few times is not worth it. */
const RUNS_BEFORE_WIRE = 3;

/** The wire engine of a plan that has run a few times, if it has one. */
function rememberWires(schema: GraphQLSchema): (plan: CompiledPlan) => WireEngine | undefined {
  const runs = new WeakMap<CompiledPlan, number>();
  const known = new WeakMap<CompiledPlan, WireEngine | 'none'>();
  return (plan) => {
    const found = known.get(plan);
    if (found !== undefined) return found === 'none' ? undefined : found;
    const count = (runs.get(plan) ?? 0) + 1;
    runs.set(plan, count);
    if (count <= RUNS_BEFORE_WIRE) return undefined;
    const wire = WireEngine.of(plan, schema);
    known.set(plan, wire ?? 'none');
    return wire;
  };
}

/** An answer in bytes; who wants its data gets it by reading them. */
class WireResult implements ExecutionResult {
  readonly errors: ExecutionResult['errors'] = [];

  constructor(readonly bytes: Buffer) {}

  get data(): Record<string, unknown> {
    const answer = JSON.parse(this.bytes.toString()) as { readonly data: Record<string, unknown> }; // as written
    return answer.data;
  }
}

type Compile = (node: PlanNode | undefined, isMutation: boolean) => CompiledPlan;

/** Plans are immutable and cached by their owner, so the compiled form lives as long as the plan. */
function rememberPlans(compile: Compile): Compile {
  const compiled = new WeakMap<PlanNode, CompiledPlan>();
  return (node, isMutation) => {
    if (!node) return compile(node, isMutation);
    const known = compiled.get(node) ?? compile(node, isMutation);
    compiled.set(node, known);
    return known;
  };
}

function rememberOperations(schema: GraphQLSchema): (request: ExecutionRequest) => PreparedOperation {
  const byDocument = new WeakMap<DocumentNode, Map<string, PreparedOperation>>();
  const store = new VariantStore();
  return ({ document, operationName }) => {
    const known = byDocument.get(document) ?? new Map<string, PreparedOperation>();
    byDocument.set(document, known);
    const prepared =
      known.get(operationName ?? '') ??
      prepareOperation(schema, document, selectOperation(document, operationName), store);
    known.set(operationName ?? '', prepared);
    return prepared;
  };
}
