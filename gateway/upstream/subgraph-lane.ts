import { Pool, type Dispatcher } from 'undici';
import { type Cancellation } from '../support/cancellation';
import { type PatientTimeouts } from '../support/patient-timeouts';
import { type RawAnswer } from './answer-collector';
import { AnswerBody, checkStatus } from './answer-body';
import { callSubgraph } from './call-subgraph';
import {
  CircuitBreaker,
  type BreakerOptions,
  type BreakerState,
  type BreakerVerdict,
  type Permit,
} from './circuit-breaker';
import { failureOf } from './failure-of';
import { inflateBody, isCompressed } from './inflate-body';
import { retryCost, verdictOf } from './judge-failure';
import { requestHeaders } from './request-headers';
import { RetryBudget } from './retry-budget';
import { type EventQueue, type QueueLimits } from './streams/event-queue';
import { openSocket } from './streams/open-socket';
import { socketHeaders } from './streams/socket-headers';
import { readAddress, type SubgraphAddress } from './subgraph-address';
import { SubgraphFailure } from './subgraph-failure';
import { type SignEnvelope, type SubgraphRequest } from './subgraph-request';

/** What holds for one subgraph. */
export interface LaneOptions {
  readonly timeoutMs: number;
  readonly answerBytes: number;
  /** Whether HTTP/2 is spoken where the subgraph offers it (over TLS), still with one request at a time per connection. */
  readonly http2: boolean;
  /** Which share of the queries may be sent a second time. */
  readonly retryShare: number;
  /** Absent: everything is always sent. */
  readonly breaker: BreakerOptions | undefined;
  readonly signEnvelope: SignEnvelope | undefined;
}

/** What a lane tells while it works. */
export interface LaneEvents {
  changed(state: BreakerState): void;
  retried(failure: SubgraphFailure): void;
}

/** Longer than the time for an answer, which includes connecting. */
const CONNECT_TIMEOUT_MS = 10_000;
const CONNECTIONS = 256;
const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';

/**
 * The way to one subgraph at one address: its connections, its circuit breaker and its retry budget. Nothing is shared
 * with other subgraphs, so that one that hangs takes nothing from them.
 */
export class SubgraphLane {
  private readonly address: SubgraphAddress;
  private readonly path: string;
  private readonly pool: Pool;
  // Each request on a connection of its own: for streams, which keep theirs, and for what failed on a used one.
  private readonly fresh: Pool;
  private readonly breaker: CircuitBreaker | undefined;
  private readonly budget: RetryBudget;

  /** Throws SubgraphFailure when `url` is nothing that can be connected to. */
  constructor(
    url: string,
    private readonly options: LaneOptions,
    private readonly timeouts: PatientTimeouts,
    private readonly events: LaneEvents,
  ) {
    const address = readAddress(url);
    if (!address) throw new SubgraphFailure('SUBREQUEST_HTTP_ERROR', 'it has no usable address', UNUSABLE);
    const { origin, path, socketPath } = address;
    this.address = address;
    const connect = { timeout: CONNECT_TIMEOUT_MS, ...(socketPath !== undefined && { socketPath }) };
    this.path = path;
    this.pool = new Pool(origin, {
      connections: CONNECTIONS,
      pipelining: 1,
      allowH2: options.http2,
      connect,
    });
    this.fresh = new Pool(origin, { pipelining: 0, connect });
    this.breaker = options.breaker && new CircuitBreaker(options.breaker, (state) => events.changed(state));
    this.budget = new RetryBudget(options.retryShare);
  }

  /** How long a request may take, both attempts together. */
  get timeoutMs(): number {
    return this.options.timeoutMs;
  }

  /** True while nothing runs here, no stream either. */
  get isIdle(): boolean {
    return this.pool.stats.size === 0 && this.fresh.stats.size === 0;
  }

  /**
   * Sends a request, a query a second time where that makes sense and is allowed, and gives its answer. Rejects
   * with SubgraphFailure. `deadline`, on the clock of performance.now(), is what the subgraph is told.
   */
  async deliver(
    request: SubgraphRequest,
    cancellation: Cancellation,
    deadline: number,
    startedAt = performance.now(),
  ): Promise<AnswerBody> {
    const permit = this.enter(startedAt);
    this.budget.note();
    const body = bytesOf(request.body);
    const delivery: Delivery = { request, body, cancellation, deadline, startedAt };
    let pool = this.pool;
    for (;;) {
      try {
        const answer = await this.attempt(pool, delivery);
        checkStatus(answer);
        // Only who was not asked for it compresses, and only then there is something to wait for.
        const bytes = isCompressed(answer.contentEncoding) ? await this.inflate(answer) : answer.body;
        this.leave(permit, 'works');
        return new AnswerBody(bytes);
      } catch (error) {
        if (pool === this.fresh || !this.mayRetry(error, delivery)) {
          this.leave(permit, this.verdictOf(error, startedAt));
          throw error;
        }
        pool = this.fresh;
      }
    }
  }

  /** Opens a request whose answer is read as it comes. Rejects with SubgraphFailure. The caller ends it by `signal`. */
  open(request: SubgraphRequest, accept: string, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const body = bytesOf(request.body);
    const identity = this.options.signEnvelope?.(request.scope, request.subgraph, body);
    const headers = requestHeaders(request.scope, { accept, identity, traceparent: traceparentOf(request) });
    const message = { path: this.path, method: 'POST', headers, body, signal } as const;
    return this.guard(async () => {
      try {
        return await this.fresh.request({ ...message, headersTimeout: this.timeoutMs, bodyTimeout: 0 });
      } catch (error) {
        throw failureOf(error, { isMutation: false, wasSent: true, isCancelled: signal.aborted });
      }
    });
  }

  /** Opens a subscription over a WebSocket of its own. Rejects with SubgraphFailure. */
  openSocket(request: SubgraphRequest, limits: QueueLimits): Promise<EventQueue> {
    const { scope, subgraph, body } = request;
    const identity = this.options.signEnvelope?.(scope, subgraph, bytesOf(body));
    const traceparent = traceparentOf(request);
    const headers = socketHeaders(requestHeaders(scope, { accept: '', identity, traceparent }));
    const { timeoutMs, address } = this;
    const maxMessageBytes = this.options.answerBytes;
    return this.guard(() =>
      openSocket({ address, body: String(body), headers, timeoutMs, maxMessageBytes }, limits),
    );
  }

  /** How long one event of a subscription may be. */
  get maxEventCharacters(): number {
    return this.options.answerBytes;
  }

  /** Cuts all connections. */
  async close(): Promise<void> {
    await Promise.all([this.pool.destroy(), this.fresh.destroy()]);
  }

  private attempt(pool: Pool, delivery: Delivery): Promise<RawAnswer> {
    const { request, body, cancellation, deadline, startedAt } = delivery;
    const { scope, subgraph, isMutation } = request;
    const { answerBytes, signEnvelope } = this.options;
    const traceparent = traceparentOf(request);
    const now = pool === this.pool ? startedAt : performance.now();
    const timeoutMs = startedAt + this.timeoutMs - now;
    const identity = signEnvelope?.(scope, subgraph, body);
    const remainingMs = Math.min(timeoutMs, deadline - now);
    const headers = requestHeaders(scope, { accept: ACCEPT, remainingMs, traceparent, identity });
    const call = { path: this.path, headers, body, isMutation, timeoutMs, answerBytes, cancellation };
    return callSubgraph(pool, this.timeouts, call);
  }

  private inflate({ body, contentEncoding }: RawAnswer): Promise<Buffer> {
    return inflateBody(body, contentEncoding, this.options.answerBytes);
  }

  private mayRetry(error: unknown, { request, cancellation, startedAt }: Delivery): boolean {
    if (request.isMutation || cancellation.isCancelled || !(error instanceof SubgraphFailure)) return false;
    if (performance.now() - startedAt >= this.timeoutMs) return false;
    const cost = retryCost(error);
    if (cost === undefined || !this.budget.take(cost)) return false;
    this.events.retried(error);
    return true;
  }

  /** Does `work` if the circuit lets it pass, and tells it how that ended. */
  private async guard<Value>(work: () => Promise<Value>): Promise<Value> {
    const startedAt = performance.now();
    const permit = this.enter(startedAt);
    try {
      const value = await work();
      this.leave(permit, 'works');
      return value;
    } catch (error) {
      this.leave(permit, this.verdictOf(error, startedAt));
      throw error;
    }
  }

  /** Asks the circuit; what it gives must come back by `leave`. Throws SubgraphFailure when it is open. */
  private enter(now: number): Permit | undefined {
    if (!this.breaker) return undefined;
    const permit = this.breaker.enter(now);
    if (!permit) throw new SubgraphFailure('SUBREQUEST_HTTP_ERROR', 'its circuit is open', REFUSED);
    return permit;
  }

  private leave(permit: Permit | undefined, verdict: BreakerVerdict): void {
    if (permit) this.breaker?.leave(permit, verdict, performance.now());
  }

  private verdictOf(error: unknown, startedAt: number): BreakerVerdict {
    if (!(error instanceof SubgraphFailure)) return 'unknown';
    return verdictOf(error, performance.now() - startedAt, this.timeoutMs);
  }
}

/** A request on its way, both attempts together. */
interface Delivery {
  readonly request: SubgraphRequest;
  readonly body: Buffer;
  readonly cancellation: Cancellation;
  readonly deadline: number;
  readonly startedAt: number;
}

function bytesOf(body: SubgraphRequest['body']): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : body;
}

function traceparentOf({ traceparent, scope }: SubgraphRequest): string | undefined {
  return traceparent ?? scope.trace?.traceparent;
}

const UNUSABLE = { kind: 'request', wasSent: false } as const;
const REFUSED = { kind: 'refused', wasSent: false } as const;
