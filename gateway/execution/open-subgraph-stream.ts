import { type FetchNode } from '@apollo/query-planner';
import { type Readable } from 'node:stream';
import { clientError, RequestRefused } from '../errors';
import { EventStreamParser } from '../upstream/event-stream-parser';
import { parseAnswer, type SubgraphAnswer } from '../upstream/parse-answer';
import { readCapped } from '../upstream/read-capped';
import { requestText } from '../upstream/request-text';
import { shownError } from '../upstream/shown-error';
import { type SubgraphClient } from '../upstream/subgraph-client';
import { SubgraphFailure } from '../upstream/subgraph-failure';
import { type ExecutionRequest } from './executor';

/** One event of a subgraph may be as long as one answer. */
const MAX_EVENT_LENGTH = 32 * 1024 * 1024;
const MAX_REFUSAL_BYTES = 1024 * 1024;

/**
 * Opens a subscription at a subgraph (GraphQL over SSE, distinct connections mode) and gives its answers in order. Rejects
 * with RequestRefused when the subgraph does not accept it. An end without `complete` is an answer with an error.
 */
export async function openSubgraphStream(
  client: SubgraphClient,
  primary: FetchNode,
  url: string,
  request: ExecutionRequest,
): Promise<AsyncIterable<SubgraphAnswer>> {
  try {
    const response = await client.open(
      {
        subgraph: primary.serviceName,
        url,
        body: requestText({
          query: primary.operation,
          variables: pick(request.variables, primary.variableUsages ?? []),
          operationName: primary.operationName,
        }),
        isMutation: false,
        scope: request.scope,
      },
      'text/event-stream',
      request.scope.cancellation.toSignal(),
    );
    const type = String(response.headers['content-type'] ?? '');
    if (response.statusCode !== 200 || !type.startsWith('text/event-stream')) {
      throw await refusalOf(response.body, type, request);
    }
    return readEvents(response.body, request);
  } catch (error) {
    if (error instanceof SubgraphFailure)
      throw new RequestRefused(error.code, { errors: [clientError(error.code)] });
    throw error;
  }
}

async function* readEvents(body: Readable, { scope }: ExecutionRequest): AsyncGenerator<SubgraphAnswer> {
  const parser = new EventStreamParser(MAX_EVENT_LENGTH);
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      for (const event of parser.push(decoder.decode(chunk, { stream: true }))) {
        if (event.type === 'complete') return;
        if (event.type === 'next') yield parseAnswer(event.data);
      }
    }
    throw new SubgraphFailure('SUBREQUEST_HTTP_ERROR', 'the stream ended without "complete"');
  } catch (error) {
    if (scope.cancellation.isCancelled) return;
    scope.log.warn({ err: error }, 'a subscription ended at its subgraph');
    yield { data: null, errors: [{ message: '', code: undefined, path: undefined }], isPlain: true };
  } finally {
    body.destroy();
  }
}

/** A refusal in JSON says what the client may know; anything else is a failure of the subgraph. */
async function refusalOf(body: Readable, type: string, { scope }: ExecutionRequest): Promise<Error> {
  const text = await readCapped(body, MAX_REFUSAL_BYTES);
  if (!type.includes('json'))
    return new SubgraphFailure('SUBREQUEST_HTTP_ERROR', 'the subgraph opened no stream');
  const { errors } = parseAnswer(text);
  const shown = errors.map((error) => shownError(error, scope.principal));
  return new RequestRefused('SUBREQUEST_HTTP_ERROR', shown.length > 0 ? { errors: shown } : {});
}

function pick(
  variables: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in variables).map((name) => [name, variables[name]]));
}
