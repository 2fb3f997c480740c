import { Agent, errors as undiciErrors, type Dispatcher } from 'undici';
import { type Metrics } from '../telemetry/metrics';
import { messageOf } from '../support/message-of';
import { startPatientTimeout } from '../support/patient-timeout';
import { parseAnswer, type SubgraphAnswer } from './parse-answer';
import { readCapped } from './read-capped';
import { SubgraphFailure } from './subgraph-failure';
import { requestHeaders, type SignEnvelope, type SubgraphRequest } from './subgraph-request';

/** What the client may do at most. */
export interface SubgraphClientOptions {
  readonly timeoutMs: number;
  readonly answerBytes: number;
  readonly signEnvelope: SignEnvelope | undefined;
  readonly metrics: Metrics;
}

/** Longer than the time for an answer, which includes connecting. */
const CONNECT_TIMEOUT_MS = 10_000;
const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';

/** The HTTP client to all subgraphs; one per gateway. Redirects are never followed. */
export class SubgraphClient {
  // Answers are never decompressed: none is asked for, so a bomb that comes anyway is merely malformed.
  private readonly agent = new Agent({
    connections: 256,
    pipelining: 1,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  });
  // Apart, because streams keep their connections: they would leave none for queries.
  private readonly streams = new Agent({ pipelining: 0, connect: { timeout: CONNECT_TIMEOUT_MS } });

  constructor(private readonly options: SubgraphClientOptions) {}

  /**
   * Sends one request and reads its answer. Rejects with SubgraphFailure for everything that is no GraphQL response in
   * time and size. A query whose kept-alive connection had just been closed is sent once more; a mutation never is.
   */
  async send(request: SubgraphRequest): Promise<SubgraphAnswer> {
    const startedAt = performance.now();
    try {
      const answer = await this.attempt(request).catch((error: unknown) => {
        if (request.isMutation || request.scope.cancellation.isCancelled || !isStaleConnection(error))
          throw error;
        return this.attempt(request);
      });
      this.options.metrics.subgraphRequest(request.subgraph, 'ok', performance.now() - startedAt);
      return answer;
    } catch (error) {
      const failure = toFailure(error, request);
      this.options.metrics.subgraphRequest(request.subgraph, failure.code, performance.now() - startedAt);
      request.scope.log.warn(
        { subgraph: request.subgraph, code: failure.code, reason: failure.message },
        'subgraph failed',
      );
      throw failure;
    }
  }

  /** Opens a request whose answer is read as it comes. Rejects with SubgraphFailure. The caller ends it by `signal`. */
  async open(
    request: SubgraphRequest,
    accept: string,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    try {
      const timeouts = { headersTimeout: this.options.timeoutMs, bodyTimeout: 0 };
      return await this.streams.request({ ...timeouts, ...this.message(request, accept), signal });
    } catch (error) {
      throw toFailure(error, request);
    }
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await Promise.all([this.agent.destroy(), this.streams.destroy()]);
  }

  private async attempt(request: SubgraphRequest): Promise<SubgraphAnswer> {
    const deadline = new AbortController();
    const stopTimeout = startPatientTimeout(this.options.timeoutMs, () =>
      deadline.abort(new SubgraphFailure('SUBREQUEST_TIMEOUT', 'no answer in time')),
    );
    const stopListening = request.scope.cancellation.onCancel((reason) => deadline.abort(reason));
    try {
      const message = this.message(request, ACCEPT);
      return await this.readAnswer(await this.agent.request({ ...message, signal: deadline.signal }));
    } finally {
      stopTimeout();
      stopListening();
    }
  }

  private message(
    request: SubgraphRequest,
    accept: string,
  ): Dispatcher.RequestOptions & { readonly origin: string } {
    const body = Buffer.from(request.body);
    const headers = requestHeaders(request, body, accept, this.options.signEnvelope);
    return { ...target(request.url), method: 'POST', headers, body };
  }

  private async readAnswer({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<SubgraphAnswer> {
    const text = await readCapped(body, this.options.answerBytes);
    if (statusCode === 200) return parseAnswer(text);
    const type = String(headers['content-type'] ?? '');
    // A 4xx may carry a GraphQL response (GraphQL over HTTP, section 6.4.2); other statuses say nothing we could trust.
    if (statusCode >= 400 && statusCode < 500 && statusCode !== 401 && type.includes('json'))
      return parseAnswer(text);
    throw new SubgraphFailure('SUBREQUEST_HTTP_ERROR', `HTTP status ${statusCode}`);
  }
}

function target(url: string): { readonly origin: string; readonly path: string } {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search };
}

/** Errors by which nothing can have reached the subgraph. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function toFailure(error: unknown, { isMutation }: SubgraphRequest): SubgraphFailure {
  const wasSent = !NEVER_SENT.has(codeOf(error));
  if (error instanceof SubgraphFailure) {
    // The subgraph worked on the mutation and never said how it ended.
    const isLost = isMutation && error.code === 'SUBREQUEST_TIMEOUT';
    return isLost ? new SubgraphFailure('OUTCOME_UNKNOWN', error.message) : error;
  }
  if (isMutation && wasSent) return new SubgraphFailure('OUTCOME_UNKNOWN', messageOf(error));
  return new SubgraphFailure('SUBREQUEST_HTTP_ERROR', messageOf(error));
}

function isStaleConnection(error: unknown): boolean {
  return (
    error instanceof undiciErrors.SocketError || codeOf(error) === 'ECONNRESET' || codeOf(error) === 'EPIPE'
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
