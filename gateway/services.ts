import { type Logger } from 'pino';
import { type GatewayConfig } from './config';
import { ANONYMOUS_ONLY, createAuthenticator, type Authenticator } from './identity/authenticate';
import { readEnvelopeKey, signEnvelope } from './identity/envelope';
import { ConcurrencyGate } from './limits/concurrency';
import { type SharedPlanStore } from './planning/cache/shared-plan-store';
import { startServing, type Serving } from './serving';
import { AnswerSharing } from './share-answers';
import { messageOf } from './support/message-of';
import { PatientTimeouts } from './support/patient-timeouts';
import { watchFile } from './support/watch-file';
import { requestLineWriter } from './telemetry/log';
import { Metrics } from './telemetry/metrics';
import { type RequestLine } from './telemetry/request-line';
import { type Tracing } from './telemetry/request-trace';
import { SubgraphClient } from './upstream/subgraph-client';
import { type LaneOptions } from './upstream/subgraph-lane';
import { type SignEnvelope } from './upstream/subgraph-request';
import { startUsageRecorder, type UsageRecorder } from './usage/usage-recorder';

/** Everything with a lifetime that the stages use. One per gateway. */
export interface Services {
  readonly config: GatewayConfig;
  readonly log: Logger;
  /** Writes the line that every request leaves in the log. */
  readonly writeLine: (line: RequestLine) => void;
  readonly metrics: Metrics;
  /** Absent while traces are off. */
  readonly tracing: Tracing | undefined;
  readonly authenticator: Authenticator;
  readonly serving: Serving;
  readonly requests: ConcurrencyGate;
  readonly subscriptions: ConcurrencyGate;
  readonly sharing: AnswerSharing;
  /** Absent while usage is not recorded. */
  readonly usage: UsageRecorder | undefined;
  /** The deadlines of all requests. */
  readonly deadlines: PatientTimeouts;
  /** Aborts when the gateway stops: subscriptions end by it. */
  readonly stopping: AbortController;
  stop(): Promise<void>;
}

/** What services may be given from outside the gateway. */
export interface ServiceDependencies {
  readonly tracing?: Tracing | undefined;
  readonly planStore?: SharedPlanStore;
}

/** Opens everything that serving needs. Rejects with an Error for operators when something configured cannot be used. */
export async function createServices(
  config: GatewayConfig,
  log: Logger,
  { tracing, planStore }: ServiceDependencies = {},
): Promise<Services> {
  const { concurrency } = config.limits;
  const requests = new ConcurrencyGate(concurrency, 'requests');
  const subscriptions = new ConcurrencyGate(
    { total: concurrency.subscriptionsPerClient * 4, perClient: concurrency.subscriptionsPerClient },
    'subscriptions',
  );
  const metrics = new Metrics({ requests: () => requests.size, subscriptions: () => subscriptions.size });
  const envelope = config.envelope && openEnvelope(config.envelope.keys, log);
  const client = new SubgraphClient({
    laneOptions: (subgraph) => laneOptions(config, subgraph, envelope?.sign),
    isSharing: config.traffic.share !== 'none',
    subscriptionOf: (subgraph) => config.subgraphs[subgraph]?.subscription ?? { protocol: 'sse' },
    queueLimits: {
      events: config.subscriptions.waitingEvents,
      characters: config.subscriptions.waitingCharacters,
      stalledMs: config.subscriptions.stalledMs,
    },
    metrics,
    log,
  });
  const authenticator = config.identity
    ? await createAuthenticator(config.identity, (message) => log.error(message))
    : ANONYMOUS_ONLY;
  const stopOthers = async (): Promise<void> => {
    envelope?.stop();
    authenticator.stop();
    await client.close();
  };
  const serving = await startServing(config, client, metrics, log, planStore).catch(
    async (error: unknown) => {
      await stopOthers();
      throw error;
    },
  );
  const usage = await openUsage(config, metrics, log).catch(async (error: unknown) => {
    await serving.stop();
    await stopOthers();
    throw error;
  });
  return {
    config,
    log,
    writeLine: requestLineWriter(log),
    metrics,
    tracing,
    authenticator,
    serving,
    requests,
    subscriptions,
    sharing: new AnswerSharing(config.traffic.share === 'client', config.headers.forward),
    usage,
    deadlines: new PatientTimeouts(),
    stopping: new AbortController(),
    stop: async () => {
      await serving.stop();
      await stopOthers();
      await usage?.stop();
    },
  };
}

async function openUsage(
  { usage }: GatewayConfig,
  metrics: Metrics,
  log: Logger,
): Promise<UsageRecorder | undefined> {
  if (!usage) return undefined;
  const recorder = await startUsageRecorder(usage, log);
  metrics.observeUsage(() => recorder.figures());
  return recorder;
}

function laneOptions(
  { traffic, subgraphs }: GatewayConfig,
  subgraph: string,
  signEnvelope: SignEnvelope | undefined,
): LaneOptions {
  const { subgraphTimeoutMs, subgraphAnswerBytes, retryShare, http2, breaker } = traffic;
  return {
    timeoutMs: subgraphs[subgraph]?.timeoutMs ?? subgraphTimeoutMs,
    answerBytes: subgraphAnswerBytes,
    retryShare,
    http2,
    breaker: breaker === false ? undefined : breaker,
    signEnvelope,
  };
}

/** Signs with the current key of a file, which may be rotated while the gateway runs. */
function openEnvelope(file: string, log: Logger): { readonly sign: SignEnvelope; stop(): void } {
  let key = readEnvelopeKey(file);
  const watch = watchFile(file, async () => {
    try {
      key = readEnvelopeKey(file);
    } catch (error) {
      log.error({ reason: messageOf(error) }, 'the changed envelope keys are not used');
    }
  });
  return {
    sign: ({ principal }, audience, body) => signEnvelope(key, principal, audience, body, Date.now()),
    stop: () => watch.stop(),
  };
}
