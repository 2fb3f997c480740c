import { HeaderMap } from '@apollo/server';
import { type DocumentNode } from 'graphql';
import { RequestRefused } from './errors';
import { type Exchange } from './exchange';
import { answerText } from './execution/answer-text';
import { type ExecutionResult } from './execution/executor';
import { sendAnswer } from './http/send-answer';
import { runExchange } from './run-exchange';
import { type Services } from './services';

/** Documents of which the server in front has seen a whole exchange. */
const SEEN = new WeakSet<DocumentNode>();

/**
 * Answers a query or mutation with one JSON. The first exchange of a document goes through @apollo/server; later ones go
 * straight to the engine: the document has been validated, and no plugin of the server asks to see each request. Both ways
 * answer byte for byte the same.
 */
export function answerOnce(services: Services, exchange: Exchange): Promise<void> {
  return SEEN.has(exchange.document)
    ? answerDirectly(services, exchange)
    : answerThroughServer(services, exchange);
}

async function answerDirectly(services: Services, exchange: Exchange): Promise<void> {
  const result = await runExchange(services, exchange);
  send(exchange, 200, result.bytes ?? answerText(result));
}

async function answerThroughServer(services: Services, exchange: Exchange): Promise<void> {
  let refusal: Error | undefined;
  const run = (): Promise<ExecutionResult> =>
    runExchange(services, exchange).catch((error: unknown) => {
      refusal = error instanceof Error ? error : new Error(String(error));
      throw error;
    });
  const { served, parameters, document } = exchange;
  const takeBack = served.documents.hand(parameters.query, document);
  const answer = await served.server
    .executeHTTPGraphQLRequest({
      httpGraphQLRequest: serverRequest(exchange),
      context: () => Promise.resolve({ run }),
    })
    .finally(takeBack);
  // What ends a request is answered in one place, whichever way the request took.
  if (refusal !== undefined) throw refusal;
  // What the server says of a fault of its own is not for clients.
  if (answer.body.kind !== 'complete' || (answer.status ?? 200) >= 500) {
    throw new RequestRefused('INTERNAL_SERVER_ERROR');
  }
  send(exchange, answer.status ?? 200, answer.body.string);
  SEEN.add(document);
}

/** The checks of the stages are done; the server only needs what tells it that they would pass there, too. */
function serverRequest({ acceptance, parameters }: Exchange) {
  return {
    // What may come by GET is decided already.
    method: 'POST',
    headers: new HeaderMap([
      ['content-type', 'application/json'],
      ['accept', acceptance.single ?? 'application/json'],
    ]),
    search: '',
    body: { ...parameters, operationName: parameters.operationName ?? null },
  };
}

function send({ response, acceptance, requestId }: Exchange, status: number, body: string | Buffer): void {
  sendAnswer(response, status, acceptance.single ?? 'application/json', requestId, body);
}
