import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOMS } from '../../schema/rooms';
import { packageRoot } from '../../subgraphs/kit/package-root';
import type { DataFolderLayout } from '../data-folder/layout';
import { freePorts } from '../free-port';
import type { LocalKeys } from '../keys/key-files';
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from '../keys/token-claims';
import { type Child, startChild } from '../supervisor/child';
import { beginLog } from '../supervisor/rotating-log';
import type { Cleanup } from './cleanup';
import { gatewayConfig } from './gateway-config';
import { startLocalFleet } from './local-fleet';

/** Small heaps: several processes share a small machine. */
const SUBGRAPH_NODE_ARGS = ['--max-old-space-size=256', '--max-semi-space-size=2'];
const GATEWAY_NODE_ARGS = ['--max-old-space-size=512', '--max-semi-space-size=16'];

/** What the parts of the product are started with. */
export interface PartsOptions {
  readonly port: number;
  readonly host: string;
  readonly seed: string;
  readonly fleet: boolean;
  readonly layout: DataFolderLayout;
  readonly keys: LocalKeys;
  /** Holds DATABASE_URL and, when there is one, REDIS_URL. */
  readonly environment: NodeJS.ProcessEnv;
  /** The compiled entry of the `lastmile` command. */
  readonly entry: string;
  readonly cleanup: Cleanup;
  /** Aborted: no further part is started. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Starts the subgraphs, then the fleet, then the gateway, and waits until the gateway is ready: it comes last, so that
 * whoever reaches it gets answers. All are registered for clean-up as soon as they live.
 *
 * @throws StartupError `CHILD_FAILED` when one ends before it is ready.
 */
export async function startParts(options: PartsOptions): Promise<void> {
  const ports = await freePorts(ROOMS.length);
  const urls = Object.fromEntries(ROOMS.map(({ name }, i) => [name, `http://127.0.0.1:${ports[i] ?? 0}`]));
  const peers = Object.entries(urls)
    .map(([name, url]) => `${name}=${url}`)
    .join(',');
  const environment = { LASTMILE_LOG_LEVEL: 'warn', ...options.environment, LASTMILE_PEERS: peers };
  const data = ['--data', options.layout.root];
  const parts: Child[] = [];
  options.cleanup.add('the parts', () => stopParts(parts));
  const part = (name: string, args: readonly string[], nodeArgs: readonly string[]): Child => {
    options.signal.throwIfAborted();
    const logFile = path.join(options.layout.logs, `${name}.log`);
    beginLog(logFile);
    const { entry, say } = options;
    const child = startChild({ name, entry, args, environment, nodeArgs, logFile, say });
    parts.push(child);
    return child;
  };

  const subgraphs = ROOMS.map(({ name }, i) =>
    part(name, ['subgraph', name, '--port', String(ports[i] ?? 0), ...data], SUBGRAPH_NODE_ARGS),
  );
  await Promise.all(subgraphs.map((child) => child.ready));
  if (options.fleet) {
    const { layout, keys, seed, say } = options;
    const { envelopeKeys } = keys;
    const devicesUrl = urls['devices'] ?? '';
    const stop = startLocalFleet({ devicesUrl, envelopeKeys, seed, logsFolder: layout.logs, say });
    options.cleanup.add('the fleet', stop);
  }
  writeGatewayConfig(options, urls);
  const gateway = part(
    'gateway',
    [
      'gateway',
      ...['--supergraph', path.join(packageRoot(), 'schema/supergraph.graphql')],
      ...['--config', options.layout.gatewayConfig],
      ...['--port', String(options.port), '--host', options.host],
    ],
    GATEWAY_NODE_ARGS,
  );
  await gateway.ready;
}

/** The gateway, started last, stops first so that nobody's request meets a half; the others stop together. */
async function stopParts(parts: readonly Child[]): Promise<void> {
  // A signal to the process group ends some before they are asked to: nobody shall be started again now.
  for (const part of parts) part.retire();
  await parts.at(-1)?.stop();
  await Promise.all(parts.map((part) => part.stop()));
}

function writeGatewayConfig({ layout, keys }: PartsOptions, subgraphUrls: Record<string, string>): void {
  const config = gatewayConfig({
    subgraphUrls,
    jwksFile: keys.jwksFile,
    envelopeFile: keys.envelopeFile,
    issuer: LOCAL_ISSUER,
    audience: LOCAL_AUDIENCE,
  });
  writeFileSync(layout.gatewayConfig, config, { mode: 0o644 });
}
