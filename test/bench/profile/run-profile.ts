import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../../subgraphs/kit/package-root';
import { type Cell, cellsOf, titleOf } from '../cell';
import { openCell } from '../open-cell';
import { closeCell, type OpenBench, roundsOf } from '../run-bench';
import { profileText } from './profile-text';
import { type CpuProfile, type TimeSpan } from './self-times';

const INTERVAL_MICROSECONDS = 200;

/**
 * Loads each gateway of each cell alone under V8's profiler and tells what took the time, once it was warm. The profiles
 * stay in `folder`, for the tools that show them.
 */
export async function runProfile(
  bench: OpenBench,
  folder: string,
  tell: (text: string) => void,
): Promise<void> {
  for (const cell of cellsOf(bench.options)) {
    for (const gateway of cell.gateways) {
      const name = `${gateway}-${cell.work}-${cell.class}-${cell.delayMs}ms`;
      const target = path.resolve(folder, name);
      rmSync(target, { recursive: true, force: true });
      mkdirSync(target, { recursive: true });
      tell(await profileGateway(bench, { ...cell, gateways: [gateway] }, target));
    }
  }
}

async function profileGateway(bench: OpenBench, cell: Cell, target: string): Promise<string> {
  const settings = bench.settings(cell);
  const profiling = [
    '--cpu-prof',
    `--cpu-prof-dir=${target}`,
    `--cpu-prof-interval=${INTERVAL_MICROSECONDS}`,
  ];
  const gateways = await openCell(bench.world, cell, {
    ...settings,
    nodeFlags: [...settings.nodeFlags, ...profiling],
  });
  const [gateway] = gateways;
  if (!gateway) throw new Error('a profile needs one gateway');
  const measure = roundsOf(bench, cell);
  await bench.world.stubs.setDelay(cell.delayMs);
  if (bench.options.warmUp > 0) await measure(gateway, bench.options.warmUp);
  const from = monotonicMicroseconds();
  const { requests, cpuMs } = await measure(gateway, bench.options.seconds);
  const span: TimeSpan = { from, to: monotonicMicroseconds() };
  // The profile is written when the process ends.
  await closeCell(bench, gateways);
  const heading = `${gateway.name}: ${titleOf(cell)}; ${requests} requests, ${cpuMs.toFixed(3)} CPU ms each while profiled`;
  return profileText(heading, readProfiles(target), span, cpuMs, { root: packageRoot(), target });
}

/** V8 reads the same clock in all processes of a machine. */
function monotonicMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/** One for each thread. */
function readProfiles(folder: string): CpuProfile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as CpuProfile); // Written by node.
}
