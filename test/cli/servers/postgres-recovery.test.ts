import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from '../../../cli/process/is-process-alive';
import { waitUntil } from '../../../cli/process/wait-until';
import { startPostgres } from '../../../cli/servers/postgres';
import { type CompiledSources, compileSources } from '../../kit/compile';
import { guardProcess, releaseProcess } from '../../kit/guard';
import { type TemporaryTestFolder, makeTestFolder } from '../../kit/temporary-folder';
import { column, startFromParent, startGuarded, startingParent } from './postgres-files';

let compiled: CompiledSources;
let folder: TemporaryTestFolder;
let dataFolder: string;

beforeAll(() => {
  compiled = compileSources('cli/servers', 'cli/process', 'cli/startup-error.ts');
});
afterAll(() => compiled.remove());
beforeEach(() => {
  folder = makeTestFolder();
  dataFolder = path.join(folder.path, 'postgres');
});
afterEach(() => folder.remove());

describe('after kill -9 of the process that started it, PostgreSQL', () => {
  it('is taken over with all its data, and can be stopped', async () => {
    const { parent, pid, url } = await startFromParent(compiled, dataFolder);
    await column(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await parent.killHard();
    expect(isProcessAlive(pid)).toBe(true);
    const server = await startGuarded(dataFolder);
    expect(server).toMatchObject({ adopted: true, pid });
    expect(await column(server.url(), 'SELECT answer FROM kept')).toEqual([42]);
    await server.stop();
    expect(isProcessAlive(pid)).toBe(false);
  });

  it('is taken over when the temporary folder is another one now', async () => {
    const elsewhere = path.join(folder.path, 'tmp');
    mkdirSync(elsewhere, { mode: 0o777 });
    const { parent, pid, socketFolder } = await startFromParent(compiled, dataFolder, {
      environment: { TMPDIR: elsewhere },
    });
    await parent.killHard();
    expect(socketFolder.startsWith(elsewhere)).toBe(true);
    const server = await startGuarded(dataFolder);
    expect(server).toMatchObject({ adopted: true, pid, socketFolder });
    await server.stop();
  });

  it('is replaced when its socket was swept away', async () => {
    const { parent, pid, socketFolder } = await startFromParent(compiled, dataFolder);
    await parent.killHard();
    rmSync(socketFolder, { recursive: true });
    const server = await startGuarded(dataFolder);
    expect(server.adopted).toBe(false);
    expect(isProcessAlive(pid)).toBe(false);
    expect(await column(server.url(), 'SELECT 1')).toEqual([1]);
    await server.stop();
  });

  it('is replaced when it ran without write barriers and they are wanted now', async () => {
    const { parent } = await startFromParent(compiled, dataFolder);
    await parent.killHard();
    const server = await startGuarded(dataFolder, true);
    expect(server.adopted).toBe(false);
    expect(await column(server.url(), 'SHOW fsync')).toEqual(['on']);
    await server.stop();
  });

  it('is waited for while it stops', async () => {
    const { parent, pid } = await startFromParent(compiled, dataFolder);
    await parent.killHard();
    process.kill(pid, 'SIGINT');
    const server = await startGuarded(dataFolder);
    expect(await column(server.url(), 'SELECT 1')).toEqual([1]);
    await server.stop();
  });
});

describe('after kill -9 of everything, PostgreSQL', () => {
  it.each([true, false])('starts again with every acknowledged write (durable: %s)', async (durable) => {
    const { parent, pid, url } = await startFromParent(compiled, dataFolder, { durable });
    await column(url, 'CREATE TABLE kept (answer int)');
    for (const answer of [1, 2, 3]) await column(url, `INSERT INTO kept VALUES (${answer})`);
    await parent.killHard();
    process.kill(pid, 'SIGKILL');
    expect(existsSync(path.join(dataFolder, 'postmaster.pid'))).toBe(true);
    const server = await startGuarded(dataFolder);
    expect(server.adopted).toBe(false);
    expect(await column(server.url(), 'SELECT answer FROM kept ORDER BY 1')).toEqual([1, 2, 3]);
    await server.stop();
  });

  it('starts although its old number belongs to a foreign process, which is left alone', async () => {
    const { parent, pid } = await startFromParent(compiled, dataFolder);
    await parent.killHard();
    process.kill(pid, 'SIGKILL');
    await waitUntil(() => !isProcessAlive(pid), { timeoutMs: 2_000 });
    const foreign = spawn('sleep', ['600'], { stdio: 'ignore' });
    const foreignPid = foreign.pid ?? 0;
    guardProcess(foreignPid);
    const file = path.join(dataFolder, 'postmaster.pid');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(foreignPid)));
    const server = await startGuarded(dataFolder);
    expect(server.adopted).toBe(false);
    expect(isProcessAlive(foreignPid)).toBe(true);
    await server.stop();
    foreign.kill();
    releaseProcess(foreignPid);
  });
});

describe('a set-up that was killed in the middle', () => {
  it('is done again from the beginning', async () => {
    const unfinished = (): string[] => readdirSync(folder.path).filter((name) => name.includes('unfinished'));
    const parent = startingParent(compiled, dataFolder);
    expect(await waitUntil(() => unfinished().length > 0, { timeoutMs: 10_000, everyMs: 1 })).toBe(true);
    await parent.killHard();
    expect(unfinished()).toHaveLength(1);
    const server = await startGuarded(dataFolder);
    expect(await column(server.url(), 'SELECT 1')).toEqual([1]);
    expect(unfinished()).toEqual([]);
    await server.stop();
  });

  it('leaves nothing behind when it fails', async () => {
    const started = startPostgres({ dataFolder: path.join(folder.path, 'file', 'postgres'), durable: false });
    writeFileSync(path.join(folder.path, 'other'), '');
    await (await started).stop();
    expect(readdirSync(path.join(folder.path, 'file'))).toEqual(['postgres']);
  });
});
