import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../subgraphs/kit/package-root';
import { type CompiledSources, compileSources } from '../kit/compile';
import { guardProcess } from '../kit/guard';
import { processTree, type SeenProcess, stillRunning } from '../kit/process-tree';
import { makeTestFolder, type TemporaryTestFolder } from '../kit/temporary-folder';

// The command as it is started by a person. Nothing here depends on how fast anything is.
const SHORT = '--seconds 1 --rounds 1 --warm-up 0 --connections 4 --work tiny --class none --delay 0'.split(
  ' ',
);
const LONG = '--seconds 600 --against ours --work tiny --class none --delay 0'.split(' ');
const TIMEOUT_MS = 180_000;

let compiled: CompiledSources;
let folder: TemporaryTestFolder;

beforeAll(() => {
  if (!existsSync(path.join(packageRoot(), 'dist/cli/main.js')))
    throw new Error('dist/ is missing: run "npm run build" first');
  compiled = compileSources(
    'test/bench',
    'test/kit/gateway-subgraphs.ts',
    'test/kit/process-tree.ts',
    'subgraphs/kit',
    'cli',
  );
  folder = makeTestFolder();
});

afterAll(() => {
  compiled.remove();
  folder.remove();
});

function startBench(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [compiled.file('test/bench/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Whoever is killed leaves its files, which go with this folder.
    env: { ...process.env, TMPDIR: folder.path },
  });
  if (child.pid !== undefined) guardProcess(child.pid);
  return child;
}

/** Waits until the bench has subgraphs, load and a gateway. */
async function whenAllRun(child: ChildProcess): Promise<SeenProcess[]> {
  for (;;) {
    const tree = processTree(child.pid ?? 0);
    if (tree.length >= 4) return tree;
    if (child.exitCode !== null) throw new Error(`the bench ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function whenGone(tree: readonly SeenProcess[]): Promise<void> {
  while (stillRunning(tree).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

it(
  'the bench compares three gateways, prints a table and writes the figures',
  async () => {
    const file = path.join(folder.path, 'figures.json');
    const child = startBench(...SHORT, '--json', file);
    let output = '';
    let complaints = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    const [code] = await once(child, 'close');
    expect([code, complaints]).toEqual([0, expect.stringContaining('measuring 100 %')]);
    expect(output).toMatch(/stock .*\n +floor .*\n +ours .*\n +stock\/ours [\d.]+, ours\/floor [\d.]+\n/);
    const rows = ['stock', 'floor', 'ours'].map((gateway) => ({ gateway, callsPerRequest: 1 }));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ reports: [{ rows }] });
  },
  TIMEOUT_MS,
);

it.each(['SIGINT', 'SIGKILL'] as const)(
  'the bench leaves no process when it is ended by %s',
  async (signal) => {
    const child = startBench(...LONG);
    const tree = await whenAllRun(child);
    child.kill(signal);
    await whenGone(tree);
    expect(stillRunning(tree)).toEqual([]);
  },
  TIMEOUT_MS,
);

it('the bench says what is wrong with its command line', async () => {
  const child = startBench('--work', 'enormous');
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const [code] = await once(child, 'close');
  expect([code, complaints]).toEqual([2, expect.stringContaining('Expected some of heavy,tiny,entities')]);
});
