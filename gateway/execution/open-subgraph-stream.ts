import { type FetchNode } from '@apollo/query-planner';
import { clientError, RequestRefused } from '../errors';
import { requestText } from '../upstream/request-text';
import { shownError } from '../upstream/shown-error';
import { type EventQueue, TakerStalled } from '../upstream/streams/event-queue';
import { SubscriptionRefused } from '../upstream/streams/subscription-refused';
import { type SubgraphClient } from '../upstream/subgraph-client';
import { SubgraphFailure } from '../upstream/subgraph-failure';
import { type ExecutionRequest, type ExecutionResult } from './executor';

/**
 * Opens a subscription at a subgraph and gives the texts of its events in order. Rejects with RequestRefused when the
 * subgraph does not accept it.
 */
export async function openSubgraphStream(
  client: SubgraphClient,
  primary: FetchNode,
  url: string,
  request: ExecutionRequest,
): Promise<EventQueue> {
  const body = requestText({
    query: primary.operation,
    variables: pick(request.variables, primary.variableUsages ?? []),
    operationName: primary.operationName,
  });
  const { scope } = request;
  try {
    return await client.subscribe({ subgraph: primary.serviceName, url, body, isMutation: false, scope });
  } catch (error) {
    if (error instanceof SubgraphFailure) {
      scope.log.warn({ code: error.code, reason: error.message }, 'a subgraph opened no subscription');
    }
    const { errors } = lastAnswer(error, request);
    throw new RequestRefused(codeOf(error), { errors });
  }
}

/** What a client is told last when its subscription ended with an error. */
export function lastAnswer(error: unknown, { scope }: ExecutionRequest): ExecutionResult {
  return { data: null, errors: errorsOf(error, scope), isLast: true };
}

function errorsOf(error: unknown, { principal, log }: ExecutionRequest['scope']): ExecutionResult['errors'] {
  if (error instanceof SubscriptionRefused && error.errors.length > 0) {
    return error.errors.map((one) => shownError(one, principal));
  }
  if (error instanceof TakerStalled) {
    const message = `The subscription ended: its events are taken too slowly, and ${error.waiting} were waiting.`;
    return [clientError('REQUEST_RATE_LIMITED', { message })];
  }
  const code = codeOf(error);
  if (code === 'INTERNAL_SERVER_ERROR') log.error({ err: error }, 'a subscription failed unexpectedly');
  return [clientError(code)];
}

function codeOf(error: unknown): RequestRefused['code'] {
  if (error instanceof SubgraphFailure) return error.code;
  return error instanceof SubscriptionRefused ? 'SUBREQUEST_HTTP_ERROR' : 'INTERNAL_SERVER_ERROR';
}

function pick(
  variables: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in variables).map((name) => [name, variables[name]]));
}
