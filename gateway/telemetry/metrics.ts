import { collectDefaultMetrics, Registry } from 'prom-client';
import { CountTable } from './count-table';
import { showFigure, type Figure, type FigureValue } from './figure';
import { Latency } from './latency';
import { StageClock } from './stage-clock';

const BREAKER_STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** What a scrape tells of the plan cache. */
export interface PlanCacheFigures {
  readonly hits: number;
  readonly misses: number;
  readonly bytes: number;
  readonly plans: number;
}

/** What a request to /graphql turned out to be; `unknown` when it ended before that was known. */
export type RequestKind = 'query' | 'mutation' | 'subscription' | 'unknown';

/** What a scrape is answered with. */
export interface Exposition {
  readonly text: string;
  readonly contentType: string;
}

/** How a scrape reads what the gateway holds itself. */
export interface InFlight {
  readonly requests: () => number;
  readonly subscriptions: () => number;
}

/**
 * Counts what the gateway does, for Prometheus. One per gateway; nothing is shared between two in one process. Counting is
 * on the path of every request and is nothing but additions to numbers; they get names and labels when somebody scrapes.
 */
export class Metrics {
  /** The stages of requests to /graphql. */
  readonly requestStages = new StageClock();
  /** The stages of running an operation. */
  readonly operationStages = new StageClock();
  private readonly registry = new Registry();
  private readonly requestCounts = new Map<number, number>();
  private readonly requestLatencies: Readonly<Record<RequestKind, Latency>> = {
    query: new Latency(),
    mutation: new Latency(),
    subscription: new Latency(),
    unknown: new Latency(),
  };
  private readonly errorCounts = new CountTable(['code']);
  private readonly subgraphCounts = new CountTable(['subgraph', 'outcome']);
  private readonly subgraphLatencies = new Map<string, Latency>();
  private readonly retryCounts = new CountTable(['subgraph', 'after']);
  private readonly sharedCounts = new CountTable(['subgraph']);
  private readonly breakerStates = new Map<string, number>();
  private readonly plannedCounts = new CountTable(['outcome']);
  private readonly planningLatency = new Latency();
  private readonly plannerRestartCounts = new CountTable(['reason']);
  private readonly reloadCounts = new CountTable(['outcome']);
  private isLastReloadServed = true;
  private supergraph: { readonly id: string; readonly loadedAtSeconds: number } | undefined;

  constructor(inFlight: InFlight) {
    for (const figure of this.figures(inFlight)) showFigure(this.registry, figure);
  }

  /** Adds the figures of the process itself: memory, CPU, event loop. */
  collectProcessFigures(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Counts one answered request. */
  request(kind: RequestKind, status: number, milliseconds: number): void {
    this.requestCounts.set(status, (this.requestCounts.get(status) ?? 0) + 1);
    this.requestLatencies[kind].note(milliseconds);
  }

  /** Counts the errors of an answer. */
  errors(errors: readonly { readonly extensions?: { readonly code?: unknown } }[]): void {
    for (const { extensions } of errors) {
      const code = extensions?.code;
      this.errorCounts.add(typeof code === 'string' ? code : '');
    }
  }

  /** Counts one request to a subgraph. */
  subgraphRequest(subgraph: string, outcome: string, milliseconds: number): void {
    this.subgraphCounts.add(subgraph, outcome);
    let latency = this.subgraphLatencies.get(subgraph);
    if (!latency) this.subgraphLatencies.set(subgraph, (latency = new Latency()));
    latency.note(milliseconds);
  }

  /** Counts one request to a subgraph that was sent a second time, after a failure of this kind. */
  subgraphRetry(subgraph: string, after: string): void {
    this.retryCounts.add(subgraph, after);
  }

  /** Counts one request that took part in the answer to another. */
  sharedSubgraphRequest(subgraph: string): void {
    this.sharedCounts.add(subgraph);
  }

  /** Notes what the circuit breaker of a subgraph lets pass from now on. */
  subgraphBreaker(subgraph: string, state: keyof typeof BREAKER_STATES): void {
    this.breakerStates.set(subgraph, BREAKER_STATES[state]);
  }

  /** Counts one operation that a planning thread worked on. */
  operationPlanned(outcome: string, milliseconds: number): void {
    this.plannedCounts.add(outcome);
    this.planningLatency.note(milliseconds);
  }

  /** Counts one planning thread that was replaced. */
  plannerRestarted(reason: string): void {
    this.plannerRestartCounts.add(reason);
  }

  /** Shows the plan cache; `read` is asked at each scrape. Its counts start again with each supergraph, as rates allow. */
  observePlanCache(read: () => PlanCacheFigures): void {
    const name = 'gateway_plan_cache';
    const figures: Figure[] = [
      counter(`${name}_lookups_total`, 'Plans asked for, by whether they were there.', () => [
        { labels: { outcome: 'hit' }, value: read().hits },
        { labels: { outcome: 'miss' }, value: read().misses },
      ]),
      gauge(`${name}_bytes`, 'About how much memory the plans take.', () => read().bytes),
      gauge(`${name}_plans`, 'How many plans are remembered.', () => read().plans),
    ];
    for (const figure of figures) showFigure(this.registry, figure);
  }

  /** Shows how recording usage goes; `read` is asked at each scrape. */
  observeUsage(read: () => { readonly dropped: number; readonly lines: number }): void {
    const show = (name: string, help: string, value: () => number): void =>
      showFigure(
        this.registry,
        counter(name, help, () => [{ labels: {}, value: value() }]),
      );
    show('gateway_usage_lines_total', 'Lines of recorded usage that were written.', () => read().lines);
    show(
      'gateway_usage_dropped_total',
      'Operations of recorded usage that were left out: no room in the interval, or on the disk.',
      () => read().dropped,
    );
  }

  /** Notes which supergraph is served from now on; `now` is the time of day in milliseconds. */
  supergraphServed(id: string, now: number): void {
    this.supergraph = { id, loadedAtSeconds: now / 1_000 };
  }

  /** Counts one new supergraph file. */
  reload(outcome: 'served' | 'refused'): void {
    this.reloadCounts.add(outcome);
    this.isLastReloadServed = outcome === 'served';
  }

  /** Everything in the text format of Prometheus, and its media type. */
  async expose(): Promise<Exposition> {
    return { text: await this.registry.metrics(), contentType: this.registry.contentType };
  }

  /** Everything as plain JSON, to be sent to whoever adds up several gateways. */
  async figuresNow(): Promise<unknown> {
    return this.registry.getMetricsAsJSON();
  }

  private figures(inFlight: InFlight): Figure[] {
    return [...this.requestFigures(inFlight), ...this.subgraphFigures(), ...this.supergraphFigures()];
  }

  private requestFigures({ requests, subscriptions }: InFlight): Figure[] {
    const stages = 'gateway_stage_duration_seconds';
    return [
      counter('gateway_requests_total', 'Requests to /graphql by HTTP status.', () =>
        [...this.requestCounts].map(([status, value]) => ({ labels: { status: String(status) }, value })),
      ),
      histogram(
        'gateway_request_duration_seconds',
        'Time from the first byte of a request to the last of its answer, by kind of operation.',
        (name) =>
          Object.entries(this.requestLatencies).flatMap(([kind, each]) => each.values(name, { kind })),
      ),
      histogram(stages, 'Time in each stage of a request, of every 16th request.', () => [
        ...this.requestStages.values(stages),
        ...this.operationStages.values(stages),
      ]),
      counter('gateway_errors_total', 'Errors in answers, by code.', () => this.errorCounts.values()),
      gauge('gateway_requests_in_flight', 'How many requests run now.', requests),
      gauge('gateway_subscriptions_in_flight', 'How many subscriptions run now.', subscriptions),
    ];
  }

  private subgraphFigures(): Figure[] {
    return [
      counter('gateway_subgraph_requests_total', 'Requests to subgraphs by outcome.', () =>
        this.subgraphCounts.values(),
      ),
      histogram(
        'gateway_subgraph_request_duration_seconds',
        'Time until the answer of a subgraph is read.',
        (name) => [...this.subgraphLatencies].flatMap(([subgraph, each]) => each.values(name, { subgraph })),
      ),
      counter(
        'gateway_subgraph_retries_total',
        'Requests to subgraphs that were sent a second time, by what had happened to the first.',
        () => this.retryCounts.values(),
      ),
      counter(
        'gateway_subgraph_requests_shared_total',
        'Requests to subgraphs that were not sent, because an equal one was under way.',
        () => this.sharedCounts.values(),
      ),
      {
        ...gauge('gateway_subgraph_circuit_state', CIRCUIT_HELP, () => 0),
        aggregator: 'max',
        read: () => [...this.breakerStates].map(([subgraph, value]) => ({ labels: { subgraph }, value })),
      },
    ];
  }

  private supergraphFigures(): Figure[] {
    return [
      counter(
        'gateway_operations_planned_total',
        'Operations that planning threads worked on, by outcome.',
        () => this.plannedCounts.values(),
      ),
      histogram(
        'gateway_planning_duration_seconds',
        'Time that a planning thread worked on one operation.',
        (name) => this.planningLatency.values(name, {}),
      ),
      counter(
        'gateway_planning_thread_restarts_total',
        'Planning threads that were replaced, by reason.',
        () => this.plannerRestartCounts.values(),
      ),
      counter(
        'gateway_supergraph_reloads_total',
        'Supergraph files seen, by whether they could be served.',
        () => this.reloadCounts.values(),
      ),
      {
        ...gauge('gateway_supergraph_last_reload_served', LAST_RELOAD_HELP, () =>
          this.isLastReloadServed ? 1 : 0,
        ),
        aggregator: 'min',
      },
      {
        ...gauge('gateway_supergraph_info', 'Workers that serve the supergraph of this id.', () => 0),
        read: () => (this.supergraph ? [{ labels: { id: this.supergraph.id }, value: 1 }] : []),
      },
      {
        ...gauge('gateway_supergraph_loaded_timestamp_seconds', 'When the supergraph was loaded.', () =>
          this.supergraph ? this.supergraph.loadedAtSeconds : 0,
        ),
        aggregator: 'min',
      },
    ];
  }
}

const CIRCUIT_HELP =
  'The circuit breaker of a subgraph: 0 closed, 1 half open, 2 open. Absent until it has changed.';
const LAST_RELOAD_HELP =
  '1 when the newest supergraph file is served, 0 when it could not be and an older one is served instead.';

function counter(name: string, help: string, read: () => FigureValue[]): Figure {
  return { name, help, type: 'counter', read };
}

function gauge(name: string, help: string, read: () => number): Figure {
  return { name, help, type: 'gauge', read: () => [{ labels: {}, value: read() }] };
}

function histogram(name: string, help: string, read: (name: string) => FigureValue[]): Figure {
  return { name, help, type: 'histogram', read: () => read(name) };
}
