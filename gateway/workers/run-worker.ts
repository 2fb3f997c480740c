import cluster from 'node:cluster';
import { type GatewayConfig } from '../config';
import { createGateway, type Gateway, type GatewayDependencies } from '../gateway';
import { messageOf } from '../support/message-of';
import { createCrewPlanStore } from './crew-plan-store';
import { PrimaryLink } from './primary-link';

/** A successor starts within this time, or never. */
const WAIT_FOR_SUCCESSOR_MS = 20_000;

/**
 * Serves as one worker of a primary: on the port of all, with the figures of all workers at /metrics. Resolves after a graceful
 * stop, which the primary orders; asked to end by somebody else (`leaving`), it serves until it has a successor.
 */
export async function runWorker(
  config: GatewayConfig,
  leaving: Promise<void>,
  dependencies: GatewayDependencies,
): Promise<void> {
  let gateway: Gateway | undefined;
  const link = new PrimaryLink(process, async () => (await gateway?.figures()) ?? []);
  // Without it node ends a worker at once when its primary dies, in the middle of what runs.
  if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
  try {
    gateway = await createGateway(config, {
      ...dependencies,
      expose: (own) => link.expose(own),
      hasOthers: () => link.hasOthers,
      planStore: createCrewPlanStore(link),
    });
    await gateway.listen();
  } catch (error) {
    link.tell({ type: 'worker/failed', reason: messageOf(error) });
    throw error;
  }
  link.tell({ type: 'worker/ready', url: gateway.url });
  await Promise.race([link.stopped, leaving.then(() => waitForSuccessor(link))]);
  await gateway.close();
  await link.sayGoodbye();
}

function waitForSuccessor(link: PrimaryLink): Promise<void> {
  link.tell({ type: 'worker/leaving' });
  return new Promise((resolve) => setTimeout(resolve, WAIT_FOR_SUCCESSOR_MS).unref());
}
