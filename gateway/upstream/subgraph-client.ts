import { type Logger } from 'pino';
import { PatientTimeouts } from '../support/patient-timeouts';
import { SharedFlights } from '../support/shared-flights';
import { type Metrics } from '../telemetry/metrics';
import { type TraceSpan } from '../telemetry/request-trace';
import { type AnswerBody } from './answer-body';
import { failureOf } from './failure-of';
import { parseAnswer, type SubgraphAnswer } from './parse-answer';
import { sharingKey } from './sharing-key';
import { type EventQueue, type QueueLimits } from './streams/event-queue';
import { readSubscription, STREAM_ACCEPT } from './streams/read-subscription';
import { subscriptionUrl, type SubscriptionSettings } from './streams/subscription-endpoint';
import { SubgraphFailure } from './subgraph-failure';
import { SubgraphLane, type LaneOptions } from './subgraph-lane';
import { type SubgraphRequest } from './subgraph-request';

/** What the client may do at most. */
export interface SubgraphClientOptions {
  /** What holds for the subgraph of this name. */
  readonly laneOptions: (subgraph: string) => LaneOptions;
  /** Whether equal queries that run at the same time are sent once. */
  readonly isSharing: boolean;
  /** How the subgraph of this name is subscribed at. */
  readonly subscriptionOf: (subgraph: string) => SubscriptionSettings;
  /** How many events of one subscription may wait for its client. */
  readonly queueLimits: QueueLimits;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** An answer as it came. */
export interface Delivery {
  readonly body: AnswerBody;
  readonly durationMs: number;
  /** True when it is in the figures. */
  isCounted: boolean;
}

/** A lane and when it was wanted last. */
interface KnownLane {
  readonly url: string;
  readonly lane: SubgraphLane;
  wantedAt: number;
}

/** Addresses that no supergraph names any more are forgotten after this time. */
const FORGET_AFTER_MS = 10 * 60_000;

/** The HTTP client to all subgraphs; one per gateway. */
export class SubgraphClient {
  /** By subgraph; one has several addresses when it moved, or subscribes elsewhere. */
  private readonly lanes = new Map<string, readonly KnownLane[]>();
  private readonly timeouts = new PatientTimeouts();
  private readonly flights = new SharedFlights<AnswerBody>();
  /** Changes with each mutation: a query must not get an answer that was begun before it. */
  private mutations = 0;

  constructor(private readonly options: SubgraphClientOptions) {}

  /**
   * Sends one request and reads its answer, which belongs to the caller. Rejects with SubgraphFailure for everything that
   * is no GraphQL response in time and size.
   */
  async send(request: SubgraphRequest): Promise<SubgraphAnswer> {
    return this.read(request, await this.fetch(request));
  }

  /**
   * Sends one request. Resolves with its answer as it came, which must be given to `read` or `accept`. Rejects with
   * SubgraphFailure when none came in time and size.
   */
  fetch(request: SubgraphRequest): Promise<Delivery> {
    const span = request.scope.trace?.begin?.(`fetch ${request.subgraph}`, {
      'graphql.subgraph': request.subgraph,
    });
    return span ? this.fetchInSpan(request, span) : this.fetchNow(request);
  }

  /** Reads an answer. Throws SubgraphFailure when it is no GraphQL response. */
  read(request: SubgraphRequest, delivery: Delivery): SubgraphAnswer {
    const { text, isPlain } = delivery.body;
    try {
      const answer = parseAnswer(text, isPlain);
      this.accept(request, delivery);
      return answer;
    } catch (error) {
      throw this.failed(error, request, delivery.durationMs);
    }
  }

  /** Counts an answer as good; for who has read it himself. */
  accept({ subgraph }: SubgraphRequest, delivery: Delivery): void {
    if (delivery.isCounted) return;
    delivery.isCounted = true;
    this.options.metrics.subgraphRequest(subgraph, 'ok', delivery.durationMs);
  }

  /**
   * Opens a subscription. Resolves with its events, each the text of a GraphQL response, when the subgraph has accepted
   * it; whoever takes them must call `return` in the end, and they end when the scope is cancelled. Rejects with
   * SubgraphFailure, or SubscriptionRefused when the subgraph answered with errors.
   */
  async subscribe(request: SubgraphRequest): Promise<EventQueue> {
    const { subscriptionOf, queueLimits } = this.options;
    const settings = subscriptionOf(request.subgraph);
    const lane = this.laneOf({ ...request, url: subscriptionUrl(request.url, settings) });
    const { cancellation } = request.scope;
    const events =
      settings.protocol === 'ws'
        ? await lane.openSocket(request, queueLimits)
        : await readSubscription(
            await lane.open(request, STREAM_ACCEPT[settings.protocol], cancellation.toSignal()),
            settings.protocol,
            lane.maxEventCharacters,
            queueLimits,
          );
    cancellation.onCancel(() => events.drop());
    return events;
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    this.timeouts.close();
    const lanes = [...this.lanes.values()].flat();
    await Promise.all(lanes.map(({ lane }) => lane.close()));
  }

  private async fetchInSpan(request: SubgraphRequest, span: TraceSpan): Promise<Delivery> {
    try {
      const delivery = await this.fetchNow({ ...request, traceparent: span.traceparent });
      span.end();
      return delivery;
    } catch (error) {
      span.end({}, error instanceof SubgraphFailure ? outcomeOf(error) : 'failed');
      throw error;
    }
  }

  private async fetchNow(request: SubgraphRequest): Promise<Delivery> {
    const startedAt = performance.now();
    try {
      const body = await this.receive(request, startedAt);
      return { body, durationMs: performance.now() - startedAt, isCounted: false };
    } catch (error) {
      throw this.failed(error, request, performance.now() - startedAt);
    }
  }

  /** Counts a failure and logs it. */
  private failed(error: unknown, request: SubgraphRequest, durationMs: number): SubgraphFailure {
    const { scope, subgraph } = request;
    const failure = asFailure(error, request);
    this.options.metrics.subgraphRequest(subgraph, outcomeOf(failure), durationMs);
    // Clients leave all the time, and an open circuit has been told once.
    const level = failure.kind === 'left' || failure.kind === 'refused' ? 'debug' : 'warn';
    scope.log[level]({ subgraph, code: failure.code, reason: failure.message }, 'subgraph failed');
    return failure;
  }

  /** Rejects like `fetch`; one that is no longer wanted is refused at once. */
  private receive(request: SubgraphRequest, startedAt: number): Promise<AnswerBody> {
    const { cancellation, deadline } = request.scope;
    if (cancellation.isCancelled) throw cancellation.reason;
    const lane = this.laneOf(request, startedAt);
    if (request.isMutation) return this.mutate(lane, request);
    if (!this.options.isSharing) return lane.deliver(request, cancellation, deadline, startedAt);
    return this.share(lane, request);
  }

  private async mutate(lane: SubgraphLane, request: SubgraphRequest): Promise<AnswerBody> {
    // Twice: what ran before it may have read before it took effect, and what ran beside it, too.
    this.mutations += 1;
    try {
      return await lane.deliver(request, request.scope.cancellation, request.scope.deadline);
    } finally {
      this.mutations += 1;
    }
  }

  private share(lane: SubgraphLane, request: SubgraphRequest): Promise<AnswerBody> {
    const key = `${this.mutations} ${sharingKey(request)}`;
    const running = this.flights.find(key);
    if (running) this.options.metrics.sharedSubgraphRequest(request.subgraph);
    // Whoever joins may have more time than who began.
    const deadline = performance.now() + lane.timeoutMs;
    const flight =
      running ?? this.flights.start(key, (cancellation) => lane.deliver(request, cancellation, deadline));
    return this.flights.take(flight, request.scope.cancellation);
  }

  private laneOf({ subgraph, url }: SubgraphRequest, now = performance.now()): SubgraphLane {
    const known =
      this.lanes.get(subgraph)?.find((each) => each.url === url) ?? this.addLane(subgraph, url, now);
    known.wantedAt = now;
    return known.lane;
  }

  private addLane(subgraph: string, url: string, now: number): KnownLane {
    this.forgetLanes(now);
    const { laneOptions, metrics, log } = this.options;
    const lane = new SubgraphLane(url, laneOptions(subgraph), this.timeouts, {
      changed: (state) => {
        metrics.subgraphBreaker(subgraph, state);
        log.warn({ subgraph, state }, 'the circuit of a subgraph changed');
      },
      retried: ({ kind }) => metrics.subgraphRetry(subgraph, kind),
    });
    const known = { url, lane, wantedAt: now };
    this.lanes.set(subgraph, [...(this.lanes.get(subgraph) ?? []), known]);
    return known;
  }

  private forgetLanes(now: number): void {
    for (const [subgraph, lanes] of this.lanes) {
      const kept = lanes.filter(({ lane, wantedAt }) => now - wantedAt < FORGET_AFTER_MS || !lane.isIdle);
      for (const known of lanes) if (!kept.includes(known)) void known.lane.close();
      if (kept.length > 0) this.lanes.set(subgraph, kept);
      else this.lanes.delete(subgraph);
    }
  }
}

function asFailure(error: unknown, { isMutation, scope }: SubgraphRequest): SubgraphFailure {
  if (error instanceof SubgraphFailure) return error;
  // Nothing but a reason to leave comes here: what is sent fails with a SubgraphFailure.
  return failureOf(error, { isMutation, wasSent: false, isCancelled: scope.cancellation.isCancelled });
}

function outcomeOf({ kind, code }: SubgraphFailure): string {
  if (kind === 'left') return 'cancelled';
  return kind === 'refused' ? 'circuit_open' : code;
}
