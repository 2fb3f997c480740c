import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isProcessAlive } from '../../../cli/process/is-process-alive';
import { waitUntil } from '../../../cli/process/wait-until';
import { compileSources } from '../../kit/compile';
import { guardProcess, releaseProcess } from '../../kit/guard';
import { runNode } from '../../kit/node-process';

it('a process given to a guard is gone after kill -9 of its parent, one that was let go is not', async () => {
  const compiled = compileSources('cli/process/end-with-us.ts');
  const sleeper = (): number => {
    const pid = spawn('sleep', ['600'], { stdio: 'ignore', detached: true }).pid ?? 0;
    guardProcess(pid);
    return pid;
  };
  const [kept, released] = [sleeper(), sleeper()];
  const parent = runNode(`
    const { endWithUs } = require(${JSON.stringify(compiled.file('cli/process/end-with-us.ts'))});
    endWithUs(${kept});
    endWithUs(${released})();
    setTimeout(() => process.send('given'), 300);
    setInterval(() => undefined, 60_000);`);
  await parent.message((value): value is string => value === 'given');
  expect([kept, released].map(isProcessAlive)).toEqual([true, true]);
  await parent.killHard();
  expect(await waitUntil(() => !isProcessAlive(kept), { timeoutMs: 5_000 })).toBe(true);
  expect(isProcessAlive(released)).toBe(true);
  process.kill(released, 'SIGKILL');
  for (const pid of [kept, released]) releaseProcess(pid);
  compiled.remove();
});

it('a guard does not keep its parent from ending', async () => {
  const compiled = compileSources('cli/process/end-with-us.ts');
  const parent = runNode(`
    const { endWithUs } = require(${JSON.stringify(compiled.file('cli/process/end-with-us.ts'))});
    endWithUs(require('node:child_process').spawn('sleep', ['0.1'], { stdio: 'ignore' }).pid);
    process.disconnect();`);
  const [code] = (await once(parent.child, 'exit')) as [number | null];
  expect(code).toBe(0);
  compiled.remove();
});
