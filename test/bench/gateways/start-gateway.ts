import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../../subgraphs/kit/package-root';
import { type GatewayName } from '../options';
import { type Part, type Parts } from '../process/part';
import { type FloorScript, type Sharing } from './floor-script';

/** What a gateway of the bench is started with. */
export interface GatewaySettings {
  /** Where files of this bench go. */
  readonly folder: string;
  readonly supergraphFile: string;
  readonly sharing: Sharing;
  readonly nodeFlags: readonly string[];
}

/** A gateway that serves. */
export interface RunningGateway {
  readonly name: GatewayName;
  readonly url: string;
  readonly part: Part;
}

/** Starts `lastmile gateway` from dist/ as in production: no identity, one line of log per request, into a file. */
export function startOurs(parts: Parts, settings: GatewaySettings): Promise<RunningGateway> {
  const { folder, supergraphFile, sharing, nodeFlags } = settings;
  const config = path.join(folder, 'gateway.yaml');
  writeFileSync(config, JSON.stringify({ supergraph: supergraphFile, port: 0, traffic: { share: sharing } }));
  return start(parts, 'ours', {
    entry: path.join(packageRoot(), 'dist/cli/main.js'),
    args: ['gateway', '--config', config],
    nodeFlags,
    outputFile: path.join(folder, 'gateway.log'),
  });
}

/** Starts @apollo/server with @apollo/gateway. */
export function startStock(
  parts: Parts,
  { supergraphFile, nodeFlags }: GatewaySettings,
): Promise<RunningGateway> {
  return start(parts, 'stock', {
    entry: path.join(__dirname, 'stock.js'),
    args: [supergraphFile],
    nodeFlags,
  });
}

/** Starts the floor server. */
export function startFloor(
  parts: Parts,
  { folder, nodeFlags }: GatewaySettings,
  script: FloorScript,
): Promise<RunningGateway> {
  const file = path.join(folder, 'floor.json');
  writeFileSync(file, JSON.stringify(script));
  return start(parts, 'floor', { entry: path.join(__dirname, 'floor.js'), args: [file], nodeFlags });
}

async function start(
  parts: Parts,
  name: GatewayName,
  options: Omit<Parameters<Parts['start']>[0], 'name'>,
): Promise<RunningGateway> {
  const part = await parts.start({ name, ...options });
  return { name, url: String(part.ready['url']), part };
}
