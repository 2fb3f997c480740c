import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from '../../../cli/process/is-process-alive';
import { waitUntil } from '../../../cli/process/wait-until';
import { type Child, startChild } from '../../../cli/supervisor/child';
import { type CompiledSources } from '../../kit/compile';
import { guardProcess, releaseProcess } from '../../kit/guard';
import { type TemporaryTestFolder, makeTestFolder } from '../../kit/temporary-folder';
import { GOOD_PART, compileSupervisor, partOptions, writePart } from './part-scripts';

let compiled: CompiledSources;
let folder: TemporaryTestFolder;
beforeAll(() => {
  compiled = compileSupervisor();
});
afterAll(() => compiled.remove());
beforeEach(() => {
  folder = makeTestFolder();
});
afterEach(() => folder.remove());

async function start(body: string): Promise<{ child: Child; said: string[]; pid: number; url: string }> {
  const { said, ...options } = partOptions(folder.path, writePart(compiled, folder.path, body));
  const child = startChild(options);
  const { url } = await child.ready;
  return { child, said, url, pid: guarded(child) };
}

function guarded(child: Child): number {
  const pid = child.pid() ?? 0;
  guardProcess(pid);
  return pid;
}

async function reborn(child: Child, old: number): Promise<number> {
  const isReborn = (): boolean => child.pid() !== null && child.pid() !== old;
  expect(await waitUntil(isReborn, { timeoutMs: 10_000 })).toBe(true);
  releaseProcess(old);
  return guarded(child);
}

describe('a part of the product', () => {
  it('tells its address when it is ready, and ends in order when it is stopped', async () => {
    const { child, said, pid, url } = await start(GOOD_PART);
    expect(url).toBe(`http://127.0.0.1:${pid}`);
    await child.stop();
    await child.stop();
    expect(isProcessAlive(pid)).toBe(false);
    expect(readFileSync(path.join(folder.path, 'stopped'), 'utf8')).toBe('in order');
    expect(said).toEqual([]);
    releaseProcess(pid);
  });

  it('is started again after a crash, and can be stopped in its second life', async () => {
    const { child, said, pid } = await start(GOOD_PART);
    process.kill(pid, 'SIGKILL');
    const second = await reborn(child, pid);
    expect(await waitUntil(() => said.length === 2, { timeoutMs: 10_000 })).toBe(true);
    expect(said[0]).toContain('starts again in 1 s');
    await child.stop();
    expect(isProcessAlive(second)).toBe(false);
    releaseProcess(second);
  });

  it('is not started again when it is stopped between two lives', async () => {
    const { child, pid } = await start(GOOD_PART);
    process.kill(pid, 'SIGKILL');
    expect(await waitUntil(() => child.pid() === null, { timeoutMs: 5_000 })).toBe(true);
    await child.stop();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(child.pid()).toBeNull();
    releaseProcess(pid);
  });

  it('is started again although its second life refused to start, as one does while PostgreSQL is away', async () => {
    const { child, said, pid } = await start(`
      const lives = folder + '/lives';
      fs.appendFileSync(lives, 'x');
      if (fs.readFileSync(lives, 'utf8').length === 2) process.exit(2);
      onStop(async () => undefined); ready();`);
    process.kill(pid, 'SIGKILL');
    expect(await waitUntil(() => said.includes('part is back'), { timeoutMs: 10_000 })).toBe(true);
    expect(said.filter((line) => line.includes('ended unexpectedly'))).toHaveLength(2);
    releaseProcess(pid);
    const third = guarded(child);
    await child.stop();
    expect(isProcessAlive(third)).toBe(false);
    releaseProcess(third);
  });

  it('fails the start naming its log when it is not ready in time, and is gone', async () => {
    const entry = writePart(compiled, folder.path, 'console.log("waiting for Godot");');
    const child = startChild({ ...partOptions(folder.path, entry), readyWithinMs: 1_000 });
    const pid = guarded(child);
    const failure: unknown = await child.ready.catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'CHILD_FAILED' });
    expect(String(failure)).toMatch(/part was not ready within 1 s .*part\.log.*waiting for Godot/s);
    expect(isProcessAlive(pid)).toBe(false);
    releaseProcess(pid);
  });

  it('fails the start with its last words when it ends before it is ready', async () => {
    const entry = writePart(compiled, folder.path, 'console.error("no such supergraph"); process.exit(1);');
    const child = startChild(partOptions(folder.path, entry));
    const failure: unknown = await child.ready.catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'CHILD_FAILED' });
    expect(String(failure)).toMatch(/code 1.*part\.log.*no such supergraph/s);
    expect(child.pid()).toBeNull();
  });

  it('is ended by force when it hears nothing', async () => {
    const { child, pid } = await start('process.on("SIGTERM", () => undefined); ready();');
    const begun = performance.now();
    await child.stop();
    expect(isProcessAlive(pid)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(9_000);
    releaseProcess(pid);
  });
});
