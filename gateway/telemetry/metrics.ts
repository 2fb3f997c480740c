import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BREAKER_STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** What a scrape tells of the plan cache. */
export interface PlanCacheFigures {
  readonly hits: number;
  readonly misses: number;
  readonly bytes: number;
  readonly plans: number;
}

/** Counts what the gateway does, for Prometheus. One per gateway; nothing is shared between two in one process. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Counter({
    name: 'gateway_requests_total',
    help: 'Requests to /graphql by HTTP status.',
    labelNames: ['status'],
    registers: [this.registry],
  });
  private readonly requestSeconds = new Histogram({
    name: 'gateway_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly subgraphRequests = new Counter({
    name: 'gateway_subgraph_requests_total',
    help: 'Requests to subgraphs by outcome.',
    labelNames: ['subgraph', 'outcome'],
    registers: [this.registry],
  });
  private readonly subgraphSeconds = new Histogram({
    name: 'gateway_subgraph_request_duration_seconds',
    help: 'Time until the answer of a subgraph is read.',
    labelNames: ['subgraph'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly subgraphRetries = new Counter({
    name: 'gateway_subgraph_retries_total',
    help: 'Requests to subgraphs that were sent a second time, by what had happened to the first.',
    labelNames: ['subgraph', 'after'],
    registers: [this.registry],
  });
  private readonly sharedRequests = new Counter({
    name: 'gateway_subgraph_requests_shared_total',
    help: 'Requests to subgraphs that were not sent, because an equal one was under way.',
    labelNames: ['subgraph'],
    registers: [this.registry],
  });
  private readonly breakers = new Gauge({
    name: 'gateway_subgraph_circuit_state',
    help: 'The circuit breaker of a subgraph: 0 closed, 1 half open, 2 open. Absent until it has changed.',
    labelNames: ['subgraph'],
    registers: [this.registry],
  });
  private readonly reloads = new Counter({
    name: 'gateway_supergraph_reloads_total',
    help: 'Supergraph files seen, by whether they could be served.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  private readonly planned = new Counter({
    name: 'gateway_operations_planned_total',
    help: 'Operations that planning threads worked on, by outcome.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  private readonly planSeconds = new Histogram({
    name: 'gateway_planning_duration_seconds',
    help: 'Time that a planning thread worked on one operation.',
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly plannerRestarts = new Counter({
    name: 'gateway_planning_thread_restarts_total',
    help: 'Planning threads that were replaced, by reason.',
    labelNames: ['reason'],
    registers: [this.registry],
  });

  constructor(inFlight: { readonly requests: () => number; readonly subscriptions: () => number }) {
    for (const [what, size] of Object.entries(inFlight)) {
      new Gauge({
        name: `gateway_${what}_in_flight`,
        help: `How many ${what} run now.`,
        registers: [this.registry],
        collect() {
          this.set(size());
        },
      });
    }
  }

  /** Adds the figures of the process itself: memory, CPU, event loop. */
  collectProcessFigures(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Counts one answered request. */
  request(status: number, milliseconds: number): void {
    this.requests.inc({ status: String(status) });
    this.requestSeconds.observe(milliseconds / 1_000);
  }

  /** Counts one request to a subgraph. */
  subgraphRequest(subgraph: string, outcome: string, milliseconds: number): void {
    this.subgraphRequests.inc({ subgraph, outcome });
    this.subgraphSeconds.observe({ subgraph }, milliseconds / 1_000);
  }

  /** Counts one request to a subgraph that was sent a second time, after a failure of this kind. */
  subgraphRetry(subgraph: string, after: string): void {
    this.subgraphRetries.inc({ subgraph, after });
  }

  /** Counts one request that took part in the answer to another. */
  sharedSubgraphRequest(subgraph: string): void {
    this.sharedRequests.inc({ subgraph });
  }

  /** Notes what the circuit breaker of a subgraph lets pass from now on. */
  subgraphBreaker(subgraph: string, state: keyof typeof BREAKER_STATES): void {
    this.breakers.set({ subgraph }, BREAKER_STATES[state]);
  }

  /** Counts one operation that a planning thread worked on. */
  operationPlanned(outcome: string, milliseconds: number): void {
    this.planned.inc({ outcome });
    this.planSeconds.observe(milliseconds / 1_000);
  }

  /** Counts one planning thread that was replaced. */
  plannerRestarted(reason: string): void {
    this.plannerRestarts.inc({ reason });
  }

  /** Shows the plan cache; `read` is asked at each scrape. Its counts start again with each supergraph, as rates allow. */
  observePlanCache(read: () => PlanCacheFigures): void {
    new Counter({
      name: 'gateway_plan_cache_lookups_total',
      help: 'Plans asked for, by whether they were there.',
      labelNames: ['outcome'],
      registers: [this.registry],
      collect() {
        const { hits, misses } = read();
        this.reset();
        this.inc({ outcome: 'hit' }, hits);
        this.inc({ outcome: 'miss' }, misses);
      },
    });
    this.gauge('gateway_plan_cache_bytes', 'About how much memory the plans take.', () => read().bytes);
    this.gauge('gateway_plan_cache_plans', 'How many plans are remembered.', () => read().plans);
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** Counts one new supergraph file. */
  reload(outcome: 'served' | 'refused'): void {
    this.reloads.inc({ outcome });
  }

  /** Everything in the text format of Prometheus, and its media type. */
  async expose(): Promise<{ readonly text: string; readonly contentType: string }> {
    return { text: await this.registry.metrics(), contentType: this.registry.contentType };
  }
}
