// First, before anything loads the packages that would report home.
import './telemetry/disable-vendor-telemetry';
import cluster from 'node:cluster';
import { loadConfig, type GatewayConfig } from './config';
import { type GatewayDependencies } from './gateway';
import { createLogger } from './telemetry/log';
import { openTracing } from './telemetry/open-tracing';
import { runPrimary } from './workers/run-primary';

/** The command line of `lastmile gateway`. */
export interface GatewayOptions {
  readonly supergraph?: string;
  readonly port?: number;
  readonly host?: string;
  /** The YAML file. */
  readonly config?: string;
  readonly workers?: number;
}

/**
 * Runs a gateway as this process, or as several: reads the environment and the config file, binds, and resolves after a
 * graceful stop by SIGTERM or SIGINT, or by its supervisor when there is an IPC channel. With several workers this process
 * supervises them, and SIGHUP replaces one after the other; each worker comes here again as a process of its own. Rejects
 * when it cannot start, with an Error whose message is for the person who started it.
 */
export async function runGateway(options: GatewayOptions): Promise<void> {
  const { supergraph, host, port, workers } = options;
  const config = loadConfig({
    file: options.config,
    environment: process.env,
    flags: { supergraph, host, port, workers },
  });
  if (cluster.isWorker) await serveAsWorker(config);
  else if (config.workers > 1) await supervise(config);
  else await serveAlone(config);
  if (process.connected) process.disconnect();
}

async function serveAlone(config: GatewayConfig): Promise<void> {
  const stopped = stopRequest();
  const dependencies = await openDependencies(config);
  const { createGateway } = await import('./gateway.js');
  const gateway = await createGateway(config, dependencies);
  await gateway.listen();
  process.send?.({ type: 'ready', url: gateway.url });
  await stopped;
  await gateway.close();
  await dependencies.tracing?.stop();
}

async function supervise(config: GatewayConfig): Promise<void> {
  await runPrimary(config, createLogger(config.log.level, { isShared: true }), {
    stopped: stopRequest(),
    onRoll: (roll) => process.on('SIGHUP', roll),
    ready: (url) => process.send?.({ type: 'ready', url }),
  });
}

async function serveAsWorker(config: GatewayConfig): Promise<void> {
  // These reach the whole process group; the primary decides.
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
  const leaving = new Promise<void>((resolve) => process.once('SIGTERM', resolve));
  const dependencies = await openDependencies(config);
  // What serves is loaded only by processes that serve.
  const { runWorker } = await import('./workers/run-worker.js');
  await runWorker(config, leaving, dependencies);
  await dependencies.tracing?.stop();
}

async function openDependencies(config: GatewayConfig): Promise<GatewayDependencies> {
  const log = createLogger(config.log.level, { isShared: cluster.isWorker });
  return { log, tracing: await openTracing(process.env, log), collectProcessFigures: true };
}

/** Resolves when this process is asked to stop. */
function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    if (process.send === undefined) {
      process.once('SIGINT', resolve);
      return;
    }
    // Ctrl-C reaches the whole process group; the supervisor decides in which order its children stop.
    process.on('SIGINT', () => undefined);
    process.once('disconnect', resolve);
    process.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop')
        resolve();
    });
    // The supervisor may have died while this process was still starting, and that event is not repeated.
    if (!process.connected) resolve();
  });
}
