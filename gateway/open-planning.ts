import { type Logger } from 'pino';
import { type GatewayConfig } from './config';
import { openRedisPlanStore } from './planning/cache/redis-plan-store';
import { type SharedPlanStore } from './planning/cache/shared-plan-store';
import { startPlanning, type Planning } from './planning/planning';
import { type PlanningObserver } from './planning/planning-observer';
import { SupergraphError } from './supergraph/read-supergraph';
import { type LoadedSupergraph } from './supergraph/supergraph';
import { messageOf } from './support/message-of';
import { shorten } from './support/shorten';
import { type Metrics } from './telemetry/metrics';

/** Starts planning for one supergraph after the other. */
export interface PlanningSource {
  /** Rejects with SupergraphError when `supergraph` cannot be planned for. */
  start(supergraph: LoadedSupergraph): Promise<Planning>;
  close(): void;
}

/** Opens what all plannings share: the figures, and the store: Redis when it is configured, else `otherStore`. */
export async function openPlanning(
  { redis, ...settings }: GatewayConfig['planning'],
  metrics: Metrics,
  log: Logger,
  otherStore?: SharedPlanStore,
): Promise<PlanningSource> {
  const observer = createObserver(metrics, log);
  const store = redis
    ? await openRedisPlanStore(redis, (reason) => log.warn({ reason }, 'plans are not shared for now'))
    : otherStore;
  return {
    start: async (supergraph) => {
      try {
        return await startPlanning(supergraph, settings, { observer, store });
      } catch (error) {
        throw new SupergraphError(`The supergraph cannot be planned for: ${messageOf(error)}`);
      }
    },
    close: () => store?.close(),
  };
}

function createObserver(metrics: Metrics, log: Logger): PlanningObserver {
  return {
    planned: (outcome, milliseconds) => metrics.operationPlanned(outcome, milliseconds),
    refused: (reason) => log.info({ reason: shorten(reason, 500) }, 'the planner refused an operation'),
    restarted: (reason, detail) => {
      metrics.plannerRestarted(reason);
      log.warn({ reason, detail: shorten(detail, 500) }, 'a planning thread is replaced');
    },
  };
}
