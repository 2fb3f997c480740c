import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';

/** A Redis of one test: where it is, and how to hurt it. */
export interface PrivateRedis {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a Redis without persistence on a loopback port. */
export async function startPrivateRedis(port: number, extra: readonly string[] = []): Promise<PrivateRedis> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lm-redis-'));
  const settings = ['--save', '', '--appendonly', 'no', '--dir', folder, '--bind', '127.0.0.1', ...extra];
  const child = spawn('redis-server', ['--port', String(port), ...settings], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilItAnswers(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    process: child,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts three masters that share the slots. */
export async function startPrivateCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const nodes = await Promise.all(
    ports.map(async (port) =>
      startPrivateRedis(port, ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())]),
    ),
  );
  const addresses = ports.map((port) => `127.0.0.1:${port}`);
  await promisify(execFile)('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes']);
  await Promise.all(ports.map(untilClusterIsOk));
  return {
    url: `redis-cluster://${addresses.join(',')}`,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function untilItAnswers(port: number): Promise<void> {
  const client = new Redis({ port, retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
}

async function untilClusterIsOk(port: number): Promise<void> {
  const client = new Redis({ port });
  while (!String(await client.cluster('INFO')).includes('cluster_state:ok')) await sleep(50);
  client.disconnect();
}
