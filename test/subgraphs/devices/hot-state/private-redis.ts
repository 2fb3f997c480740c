import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { guardFolder, guardProcess, releaseProcess } from '../../../kit/guard';
import { testServers } from '../../../kit/servers';

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
  return launch(port, folder, ['--port', String(port), ...settings]);
}

/** Starts a Redis and a Sentinel that knows it as `hot`. */
export async function startPrivateSentinel(): Promise<{ url: string; stop(): Promise<void> }> {
  const [masterPort, port] = [await freePort(), await freePort()];
  const master = await startPrivateRedis(masterPort);
  const folder = await mkdtemp(path.join(tmpdir(), 'lm-sentinel-'));
  const configFile = path.join(folder, 'sentinel.conf');
  await writeFile(
    configFile,
    `port ${port}\nbind 127.0.0.1\nsentinel monitor hot 127.0.0.1 ${masterPort} 1\n`,
  );
  const sentinel = await launch(port, folder, [configFile, '--sentinel']);
  return {
    url: `redis-sentinel://127.0.0.1:${port}/hot`,
    async stop() {
      await Promise.all([sentinel.stop(), master.stop()]);
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

async function launch(port: number, folder: string, commandLine: readonly string[]): Promise<PrivateRedis> {
  guardFolder(folder);
  const child = spawn(testServers().redisServer, commandLine, { stdio: 'ignore' });
  if (child.pid !== undefined) guardProcess(child.pid);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilItAnswers(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    process: child,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      if (child.pid !== undefined) releaseProcess(child.pid);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(port: number): Promise<void> {
  const client = new Redis({ port, retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
}
