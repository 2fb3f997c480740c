// Set before the package is loaded: it reports home otherwise.
import '../telemetry/disable-vendor-telemetry';
import { buildOperationContext, executeQueryPlan } from '@apollo/gateway';
import { type PlanNode, type QueryPlan, type SubscriptionNode } from '@apollo/query-planner';
import { Kind, OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import { clientError, isErrorCode, RequestRefused } from '../errors';
import { type LoadedSupergraph } from '../supergraph/supergraph';
import { messageOf } from '../support/message-of';
import { type SubgraphAnswer } from '../upstream/parse-answer';
import { type SubgraphClient } from '../upstream/subgraph-client';
import { type ExecutionRequest, type ExecutionResult, type Executor } from './executor';
import { explainNulls, isExplained, MAX_ERRORS } from './explain-nulls';
import { createFetchSources, type FetchSources } from './fetch-sources';
import { answerEvents } from './answer-events';
import { openSubgraphStream } from './open-subgraph-stream';

type StockResult = Awaited<ReturnType<typeof executeQueryPlan>>;

/** The executor of @apollo/gateway behind the port, with correct errors around it and subscriptions on top. */
export function createStockExecutor(supergraph: LoadedSupergraph, client: SubgraphClient): Executor {
  const run = async (
    plan: QueryPlan,
    request: ExecutionRequest,
    event?: { readonly query: string; readonly answer: SubgraphAnswer },
  ): Promise<ExecutionResult> => {
    const sources = createFetchSources(
      supergraph.subgraphUrls,
      client,
      request.scope,
      isMutation(request),
      (query) => (event?.query === query ? event.answer : undefined),
    );
    const result = await runStock(supergraph, plan, request, sources.services);
    return complete(supergraph, plan, request, sources, result);
  };
  return {
    execute: run,
    subscribe: async (plan, request) => {
      if (plan.node?.kind !== 'Subscription') throw new RequestRefused('BAD_REQUEST');
      const { primary } = plan.node;
      const eventPlan = planOfEvent(plan.node);
      const url = supergraph.subgraphUrls.get(primary.serviceName) ?? '';
      const events = await openSubgraphStream(client, primary, url, request);
      return answerEvents(events, request, (answer, eventRequest) =>
        run(eventPlan, eventRequest, { query: primary.operation, answer }),
      );
    },
  };
}

/** The plan that answers one event: its payload stands for the fetch that opened the subscription. */
function planOfEvent({ primary, rest }: SubscriptionNode): QueryPlan & { readonly node: PlanNode } {
  return { kind: 'QueryPlan', node: rest ? { kind: 'Sequence', nodes: [primary, rest] } : primary };
}

async function runStock(
  { clientSchema, fullSchema, apiSchema }: LoadedSupergraph,
  plan: QueryPlan,
  { document, operationName, variables, scope }: ExecutionRequest,
  services: FetchSources['services'],
): Promise<StockResult> {
  const operationContext = buildOperationContext({
    schema: clientSchema,
    operationDocument: document,
    ...(operationName !== undefined && { operationName }),
  });
  // The stock executor reads nothing else of the request context.
  const requestContext = {
    request: { variables },
    context: {},
    metrics: {},
    logger: scope.log,
  } as unknown as Parameters<typeof executeQueryPlan>[2];
  return executeQueryPlan(plan, services, requestContext, operationContext, fullSchema, apiSchema);
}

async function complete(
  supergraph: LoadedSupergraph,
  plan: QueryPlan,
  request: ExecutionRequest,
  sources: FetchSources,
  result: StockResult,
): Promise<ExecutionResult> {
  if (result.data === undefined) return brokenShape(request, result);
  const data = result.data ?? null;
  const errors = (result.errors ?? []).map(toShown);
  errors.push(...explainNulls(data, sources.failures, errors));
  // With errors of its own the executor says nothing about nulls under non-null types; without them it does.
  const checked =
    result.errors === undefined ? result : await runStock(supergraph, plan, request, sources.replay());
  for (const violation of violationsOf(checked)) {
    if (errors.length < MAX_ERRORS && !isExplained(violation.path ?? [], errors)) errors.push(violation);
  }
  return { data, errors: errors.slice(0, MAX_ERRORS) };
}

/** The executor gives up on values of the wrong kind (an object where a list belongs), and then on the whole answer. */
function brokenShape({ scope }: ExecutionRequest, result: StockResult): ExecutionResult {
  scope.log.warn({ reason: messageOf(result.errors?.[0]) }, 'a subgraph answer does not fit the schema');
  return { data: null, errors: [clientError('SUBREQUEST_MALFORMED_RESPONSE')] };
}

function violationsOf({ extensions }: StockResult): GraphQLFormattedError[] {
  const violations: unknown = extensions?.valueCompletion;
  if (!Array.isArray(violations)) return [];
  return violations
    .slice(0, MAX_ERRORS)
    .map((violation: { message: string; path?: (string | number)[] }) =>
      clientError('SUBREQUEST_MALFORMED_RESPONSE', { message: violation.message, path: violation.path }),
    );
}

function toShown(error: {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: unknown;
}): GraphQLFormattedError {
  // What the executor adds (the subgraph's name) is dropped: only the code, set by us, is kept.
  const code = (error.extensions as { readonly code?: unknown } | undefined)?.code;
  if (!isErrorCode(code)) return clientError('SUBREQUEST_HTTP_ERROR', { path: error.path });
  return clientError(code, { message: error.message, path: error.path });
}

function isMutation({ document }: ExecutionRequest): boolean {
  return document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.MUTATION,
  );
}
