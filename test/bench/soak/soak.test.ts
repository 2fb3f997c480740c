import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type CompiledSources, compileSources } from '../../kit/compile';
import { requireBuild } from '../../kit/gateway-process';
import { guardProcess } from '../../kit/guard';
import { makeTestFolder, type TemporaryTestFolder } from '../../kit/temporary-folder';

// The command as it is started by a person, with less of everything: that memory returns takes more swaps to see, and until
// the caches of a gateway are full it grows with every operation.
const REPLACING = '--swaps 5 --warm-up 2 --growth 30 --restarts 2 --operations 0 --giants 0'.split(' ');
const ASKING = '--swaps 0 --restarts 0 --operations 400 --growth 100 --giants 2'.split(' ');

let compiled: CompiledSources;
let folder: TemporaryTestFolder;

beforeAll(() => {
  requireBuild();
  compiled = compileSources('test/bench', 'test/kit/gateway-subgraphs.ts', 'subgraphs/kit', 'cli');
  folder = makeTestFolder();
});

afterAll(() => {
  compiled.remove();
  folder.remove();
});

it('supergraphs and workers are replaced under load, and no request fails', async () => {
  const { output, code } = await soak(REPLACING);
  expect(output).toMatch(
    /^5 swaps, \d+ requests, 0 failed, objects .+ %\), code that V8 made .+ %\)\n2 restarts, \d+ requests, 0 failed\n$/,
  );
  expect(code).toBe(0);
}, 240_000);

it('operations that are all different are answered, and answers of a gigabyte add little memory', async () => {
  const { output, code } = await soak(ASKING);
  expect(output).toMatch(
    /^400 different operations, 560 requests, 0 failed, objects .+ %\)\n1 giant answer at once, .+ MB of memory added\n2 giant/,
  );
  expect(code).toBe(0);
}, 240_000);

it('a memory that grows by more than is allowed is a failure', async () => {
  const { output, code } = await soak(
    '--swaps 0 --restarts 0 --operations 100 --growth 0 --giants 0'.split(' '),
  );
  expect(output).toMatch(/^100 different operations, 140 requests, 0 failed/);
  expect(code).toBe(1);
}, 240_000);

async function soak(
  args: readonly string[],
): Promise<{ readonly output: string; readonly code: number | null }> {
  const child = spawn(process.execPath, [compiled.file('test/bench/soak/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder.path },
  });
  if (child.pid !== undefined) guardProcess(child.pid);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  return { output, code };
}
