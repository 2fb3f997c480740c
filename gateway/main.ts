// First, before anything loads the packages that would report home.
import './telemetry/disable-vendor-telemetry';
import { ConfigError, loadConfig } from './config';
import { createGateway } from './gateway';

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
 * Runs a gateway as this process: reads the environment and the config file, binds, and resolves after a graceful stop by
 * SIGTERM or SIGINT, or by its supervisor when there is an IPC channel. Rejects when it cannot start, with an Error whose
 * message is for the person who started it.
 */
export async function runGateway(options: GatewayOptions): Promise<void> {
  if (options.workers !== undefined && options.workers !== 1) {
    throw new ConfigError(
      `--workers must be 1: the gateway runs in one process for now, but got ${options.workers}.`,
    );
  }
  const { supergraph, host, port } = options;
  const config = loadConfig({
    file: options.config,
    environment: process.env,
    flags: { supergraph, host, port },
  });
  const stopped = stopRequest();
  const gateway = await createGateway(config, { collectProcessFigures: true });
  await gateway.listen();
  process.send?.({ type: 'ready', url: gateway.url });
  await stopped;
  await gateway.close();
  if (process.connected) process.disconnect();
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
