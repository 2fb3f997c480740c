import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from '../../cli/process/is-process-alive';
import { waitUntil } from '../../cli/process/wait-until';
import { compileSources } from './compile';
import { runNode } from './node-process';
import { makeTestFolder } from './temporary-folder';

it('a guarded process and folder are gone after kill -9 of the test, a released process is left alone', async () => {
  const compiled = compileSources('test/kit/guard.ts', 'test/kit/guard.sh');
  const folder = makeTestFolder();
  const sleeper = (): number => spawn('sleep', ['600'], { stdio: 'ignore', detached: true }).pid ?? 0;
  const [guarded, released] = [sleeper(), sleeper()];
  const parent = runNode(`
    const { guardFolder, guardProcess, releaseProcess } = require(${JSON.stringify(compiled.file('test/kit/guard.ts'))});
    guardFolder(${JSON.stringify(folder.path)});
    for (const pid of [${guarded}, ${released}]) guardProcess(pid);
    releaseProcess(${released});
    setTimeout(() => process.send('told'), 300);
    setInterval(() => undefined, 60_000);`);
  await parent.message((value): value is string => value === 'told');
  await parent.killHard();
  expect(await waitUntil(() => !existsSync(folder.path), { timeoutMs: 10_000 })).toBe(true);
  expect(isProcessAlive(guarded)).toBe(false);
  expect(isProcessAlive(released)).toBe(true);
  process.kill(released, 'SIGKILL');
  expect(existsSync(path.dirname(folder.path))).toBe(true);
  compiled.remove();
});
