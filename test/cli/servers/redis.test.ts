import { Redis } from 'ioredis';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from '../../../cli/process/is-process-alive';
import { waitUntil } from '../../../cli/process/wait-until';
import { type RedisServer, startRedis } from '../../../cli/servers/redis';
import { compileSources } from '../../kit/compile';
import { guardFolder, guardProcess, releaseProcess } from '../../kit/guard';
import { type NodeProcess, runNode } from '../../kit/node-process';
import { processTree } from '../../kit/process-tree';
import { testServers } from '../../kit/servers';
import { type TemporaryTestFolder, makeTestFolder } from '../../kit/temporary-folder';

let folder: TemporaryTestFolder;
let redisFolder: string;

beforeEach(() => {
  folder = makeTestFolder();
  redisFolder = path.join(folder.path, 'redis');
});
afterEach(() => folder.remove());

describe('a private Redis', () => {
  it('answers on a unix socket only, keeps nothing on disk, and is gone when it is stopped', async () => {
    const server = await start();
    const client = new Redis(server.url);
    await client.set('box', 'alive');
    expect(await client.get('box')).toBe('alive');
    expect(await client.config('GET', 'port')).toEqual(['port', '0']);
    expect(await client.config('GET', 'save')).toEqual(['save', '']);
    client.disconnect();
    await server.stop();
    await server.stop();
    expect(isProcessAlive(server.pid)).toBe(false);
    expect(existsSync(server.url)).toBe(false);
  });

  it('ends with the process that started it, even after kill -9', async () => {
    const { parent, pid, removeCompiled } = await startElsewhere();
    await parent.killHard();
    expect(await waitUntil(() => !isProcessAlive(pid), { timeoutMs: 5_000 })).toBe(true);
    releaseProcess(pid);
    removeCompiled();
  });

  it('replaces one that was left behind because its guard was killed as well', async () => {
    const { parent, pid: leftover, removeCompiled } = await startElsewhere();
    const guards = processTree(parent.pid).filter(({ command }) => command.includes('lastmile-guard'));
    expect(guards).toHaveLength(1);
    for (const { pid } of guards) process.kill(pid, 'SIGKILL');
    await parent.killHard();
    expect(isProcessAlive(leftover)).toBe(true);
    const server = await start();
    expect(isProcessAlive(leftover)).toBe(false);
    expect(server.pid).not.toBe(leftover);
    await server.stop();
    removeCompiled();
  });

  it('leaves a foreign process alone whose number is in its pid file', async () => {
    const foreign = spawn('sleep', ['600'], { stdio: 'ignore' });
    const pid = foreign.pid ?? 0;
    guardProcess(pid);
    mkdirSync(redisFolder);
    writeFileSync(path.join(redisFolder, 'redis.pid'), JSON.stringify({ pid, identity: 'another boot:1' }));
    const server = await start();
    expect(isProcessAlive(pid)).toBe(true);
    await server.stop();
    foreign.kill();
    releaseProcess(pid);
  });

  it.each(['', 'not json', '{"pid":"1"}', 'null'])(
    'starts over a damaged pid file (%j)',
    async (contents) => {
      mkdirSync(redisFolder);
      writeFileSync(path.join(redisFolder, 'redis.pid'), contents);
      const server = await start();
      await server.stop();
    },
  );

  it('says why it does not start', async () => {
    const program = path.join(folder.path, 'redis-server');
    writeFileSync(program, '#!/bin/sh\necho no memory left for you\nexit 1\n', { mode: 0o755 });
    await expect(startRedis({ folder: redisFolder, binary: program })).rejects.toMatchObject({
      code: 'REDIS_FAILED',
      message: expect.stringContaining('no memory left for you') as string,
    });
    expect(readFileSync(path.join(redisFolder, 'redis.log'), 'utf8')).toContain('no memory');
  });

  it('fails for a program that is not there', async () => {
    await expect(startRedis({ folder: redisFolder, binary: '/nowhere/redis-server' })).rejects.toMatchObject({
      code: 'REDIS_FAILED',
    });
  });
});

/** One that a process of its own started. */
async function startElsewhere(): Promise<{ parent: NodeProcess; pid: number; removeCompiled: () => void }> {
  const compiled = compileSources(
    'cli/servers/redis.ts',
    'cli/servers/short-hash.ts',
    'cli/servers/temporary-folder.ts',
    'cli/servers/first-unreachable-folder.ts',
    'cli/process',
    'cli/startup-error.ts',
  );
  const parent = runNode(`
    const { startRedis } = require(${JSON.stringify(compiled.file('cli/servers/redis.ts'))});
    startRedis(${JSON.stringify({ folder: redisFolder, binary: testServers().redisServer })}).then(
      ({ pid }) => process.send(pid));
    setInterval(() => undefined, 60_000);`);
  const pid = await parent.message((value): value is number => typeof value === 'number');
  guardProcess(pid);
  return { parent, pid, removeCompiled: () => compiled.remove() };
}

async function start(): Promise<RedisServer> {
  const server = await startRedis({ folder: redisFolder, binary: testServers().redisServer });
  guardProcess(server.pid);
  guardFolder(path.dirname(server.url));
  return {
    ...server,
    async stop() {
      await server.stop();
      releaseProcess(server.pid);
    },
  };
}
