import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from '../../../cli/process/is-process-alive';
import { waitUntil } from '../../../cli/process/wait-until';
import { type CompiledSources } from '../../kit/compile';
import { guardProcess, releaseProcess } from '../../kit/guard';
import { runNode } from '../../kit/node-process';
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

/** Runs a script by itself, as from a terminal, or with a channel, as a part. */
async function run(body: string, withChannel: boolean): Promise<{ child: ChildProcess; pid: number }> {
  const entry = writePart(compiled, folder.path, `${body}; console.log('up');`);
  const child = spawn(process.execPath, [entry], {
    stdio: withChannel ? ['ignore', 'pipe', 'inherit', 'ipc'] : ['ignore', 'pipe', 'inherit'],
  });
  const pid = child.pid ?? 0;
  guardProcess(pid);
  if (child.stdout) await once(child.stdout, 'data');
  return { child, pid };
}

async function exitOf({ child, pid }: { child: ChildProcess; pid: number }): Promise<unknown> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]; // node's documented arguments
  releaseProcess(pid);
  return code ?? signal;
}

const ON_ITS_OWN = 'onStop(async () => fs.writeFileSync(folder + "/stopped", ""))';
const stoppedInOrder = (): boolean => existsSync(path.join(folder.path, 'stopped'));

describe('a process on its own', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stops in order on %s', async (signal) => {
    const running = await run(ON_ITS_OWN, false);
    const exit = exitOf(running);
    running.child.kill(signal);
    expect(await exit).toBe(0);
    expect(stoppedInOrder()).toBe(true);
  });

  it('finishes its clean-up although Ctrl-C comes a second time, as npm passes on the one of the terminal', async () => {
    const running = await run(
      `onStop(async () => {
         console.log('stopping');
         await new Promise((resolve) => setTimeout(resolve, 500));
         fs.writeFileSync(folder + '/stopped', '');
       })`,
      false,
    );
    const exit = exitOf(running);
    running.child.kill('SIGINT');
    if (running.child.stdout) await once(running.child.stdout, 'data');
    running.child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(stoppedInOrder()).toBe(true);
  });
});

describe('a part with a supervisor', () => {
  it('leaves Ctrl-C to it, and stops on its message', async () => {
    const running = await run(ON_ITS_OWN, true);
    const exit = exitOf(running);
    running.child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isProcessAlive(running.pid)).toBe(true);
    expect(stoppedInOrder()).toBe(false);
    running.child.send({ type: 'stop' });
    expect(await exit).toBe(0);
    expect(stoppedInOrder()).toBe(true);
  });

  it('stops in order on SIGTERM', async () => {
    const running = await run(ON_ITS_OWN, true);
    const exit = exitOf(running);
    running.child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(stoppedInOrder()).toBe(true);
  });

  it('stops in order when its supervisor is killed', async () => {
    const { entry, logFile, name, args } = partOptions(
      folder.path,
      writePart(compiled, folder.path, GOOD_PART),
    );
    const parent = runNode(`
      const { startChild } = require(${JSON.stringify(compiled.file('cli/supervisor/child.ts'))});
      const options = ${JSON.stringify({ entry, logFile, name, args })};
      const child = startChild({ ...options, environment: process.env, say: () => undefined });
      child.ready.then(() => process.send(child.pid()));`);
    const pid = await parent.message((value): value is number => typeof value === 'number');
    guardProcess(pid);
    await parent.killHard();
    expect(await waitUntil(() => !isProcessAlive(pid), { timeoutMs: 8_000 })).toBe(true);
    expect(stoppedInOrder()).toBe(true);
    releaseProcess(pid);
  });
});
