import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type CompiledSources, compileSources } from '../../kit/compile';
import { requireBuild } from '../../kit/gateway-process';
import { guardProcess } from '../../kit/guard';
import { makeTestFolder, type TemporaryTestFolder } from '../../kit/temporary-folder';

// The command as it is started by a person, with less of everything: that memory returns takes more swaps to see.
const SHORT = '--swaps 5 --warm-up 2 --growth 30 --restarts 2'.split(' ');

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
  const child = spawn(process.execPath, [compiled.file('test/bench/soak/main.ts'), ...SHORT], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder.path },
  });
  if (child.pid !== undefined) guardProcess(child.pid);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  expect(output).toMatch(
    /^5 swaps, \d+ requests, 0 failed, objects .+ %\), heap with code .+ %\)\n2 restarts, \d+ requests, 0 failed\n$/,
  );
  expect(code).toBe(0);
}, 240_000);
