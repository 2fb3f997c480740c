import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../../cli/free-port';
import { waitUntil } from '../../cli/process/wait-until';
import { guardFolder, guardProcess, releaseProcess } from './guard';
import { testServers } from './servers';

/** A Redis Cluster of three masters on the loopback address. */
export interface RedisCluster {
  nodes: readonly { host: string; port: number }[];
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
// A node talks to its peers on its port plus 10,000, so the ports above this one would leave no room for that.
const HIGHEST_PORT = 55_000;

/** Starts a Redis Cluster of three masters and returns once all slots are served. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lastmile-cluster-'));
  guardFolder(folder);
  const ports = await clusterPorts();
  const processes = ports.map((port) => startNode(folder, port));
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map(endNode));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await joinNodes(ports);
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes: ports.map((port) => ({ host: HOST, port })), stop };
}

/** Three ports whose bus ports are free as well. */
async function clusterPorts(): Promise<number[]> {
  const fitting: number[] = [];
  for (let attempt = 0; fitting.length < 3; attempt++) {
    if (attempt === 20) throw new Error('no three ports below 55,000 are free for a Redis Cluster');
    const found = await freePorts(12);
    fitting.push(...found.filter((port) => port < HIGHEST_PORT && !fitting.includes(port)));
  }
  return fitting.slice(0, 3);
}

function startNode(folder: string, port: number): ChildProcess {
  const nodeFolder = path.join(folder, String(port));
  mkdirSync(nodeFolder);
  const settings = {
    port: String(port),
    bind: HOST,
    'cluster-enabled': 'yes',
    'cluster-config-file': path.join(nodeFolder, 'nodes.conf'),
    'cluster-node-timeout': '2000',
    save: '',
    appendonly: 'no',
    dir: nodeFolder,
    logfile: path.join(nodeFolder, 'redis.log'),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(testServers().redisServer, args, { stdio: 'ignore', detached: true });
  child.unref();
  if (child.pid !== undefined) guardProcess(child.pid);
  return child;
}

async function endNode(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  child.kill('SIGTERM');
  if (!(await waitUntil(isGone, { timeoutMs: 3_000 }))) child.kill('SIGKILL');
  await waitUntil(isGone, { timeoutMs: 2_000 });
  releaseProcess(pid);
}

async function joinNodes(ports: number[]): Promise<void> {
  const answers = await Promise.all(
    ports.map((port) =>
      waitUntil(async () => (await cli(port, 'ping')).includes('PONG'), { timeoutMs: 10_000, everyMs: 50 }),
    ),
  );
  if (answers.includes(false)) throw new Error(`Redis nodes on ports ${ports.join(', ')} did not answer`);
  await cliOrThrow(['--cluster', 'create', ...ports.map((port) => `${HOST}:${port}`), '--cluster-yes']);
  const isServing = async (): Promise<boolean> => {
    const states = await Promise.all(ports.map((port) => cli(port, 'cluster', 'info')));
    return states.every(
      (state) => state.includes('cluster_state:ok') && state.includes('cluster_known_nodes:3'),
    );
  };
  if (!(await waitUntil(isServing, { timeoutMs: 15_000, everyMs: 50 })))
    throw new Error('the Redis Cluster did not form');
}

/** An empty text while the node does not answer. */
async function cli(port: number, ...command: string[]): Promise<string> {
  return cliOrThrow(['-h', HOST, '-p', String(port), ...command]).catch(() => '');
}

async function cliOrThrow(args: string[]): Promise<string> {
  return (await promisify(execFile)(testServers().redisCli, args, { timeout: 20_000 })).stdout;
}
