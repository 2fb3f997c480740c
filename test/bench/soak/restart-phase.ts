import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../../subgraphs/kit/package-root';
import { loadDuring, type LoadTotal } from './constant-load';
import { loadOrder, type SoakWorld, waitFor } from './soak-world';

/** What restarting workers under load came to. */
export interface RestartReport extends LoadTotal {
  readonly restarts: number;
}

const WORKERS = 2;

/** Sends SIGTERM to the oldest worker under load, so many times, and waits each time until another serves in its place. */
export async function runRestarts(
  world: SoakWorld,
  restarts: number,
  tell: (done: number) => void,
): Promise<RestartReport> {
  const log = path.join(world.folder, 'gateway.log');
  writeFileSync(log, '');
  const part = await world.parts.start({
    name: 'the gateway',
    entry: path.join(packageRoot(), 'dist/cli/main.js'),
    args: ['gateway', '--supergraph', world.supergraphFile, '--port', '0', '--workers', String(WORKERS)],
    outputFile: log,
  });
  const order = await loadOrder(String(part.ready['url']));
  const load = await loadDuring(world.loader, order, async () => {
    for (let count = 0; count < restarts; count += 1) {
      await waitFor('all workers serve', () => servingWorkers(log).length === WORKERS);
      const [oldest] = servingWorkers(log);
      if (oldest === undefined) throw new Error('no worker serves');
      process.kill(oldest, 'SIGTERM');
      await waitFor('a worker ends', () => !servingWorkers(log).includes(oldest));
      tell((count + 1) / restarts);
    }
  });
  await part.stop();
  return { restarts, ...load };
}

/** The process numbers of the workers that serve, oldest first, as the log tells. */
function servingWorkers(file: string): number[] {
  const serving = new Set<number>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (!line.includes('"worker":') || !line.endsWith('}')) continue;
    // The gateway writes one JSON object a line.
    const { worker, msg } = JSON.parse(line) as { worker: number; msg: string };
    if (msg === 'a worker serves') serving.add(worker);
    if (msg === 'a worker ended') serving.delete(worker);
  }
  return [...serving];
}
