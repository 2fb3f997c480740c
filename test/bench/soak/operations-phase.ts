import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../../subgraphs/kit/package-root';
import { type LoadTotal } from './constant-load';
import { type HeapSize } from './heap-answers';
import { heapOf } from './heap-of';
import { sendOperations } from './send-operations';
import { loadOrder, type SoakWorld } from './soak-world';

/** What sending operations that are all different came to. */
export interface OperationsReport extends LoadTotal {
  readonly operations: number;
  readonly heapBefore: HeapSize;
  readonly heapAfter: HeapSize;
}

/** The first look at the memory: by then the bounded memories of a gateway are full. */
const WARM_UP_SHARE = 0.2;
/** The machine may do other work, too, and no operation of these is an attack. */
const PLANNING = { workers: 2, timeoutMs: 10_000 };

/** Sends so many different operations to one gateway and compares what it holds after a fifth of them and after all. */
export async function runOperations(
  world: SoakWorld,
  operations: number,
  tell: (done: number) => void,
): Promise<OperationsReport> {
  const config = path.join(world.folder, 'operations.yaml');
  const settings = { supergraph: world.supergraphFile, port: 0, planning: PLANNING, log: { level: 'error' } };
  writeFileSync(config, JSON.stringify(settings));
  const part = await world.parts.start({
    name: 'the gateway',
    entry: path.join(packageRoot(), 'dist/cli/main.js'),
    args: ['gateway', '--config', config],
    nodeFlags: ['--expose-gc', '--require', path.join(__dirname, 'heap-answers.js')],
  });
  const { url } = await loadOrder(String(part.ready['url']));
  const tellSent = (sent: number): void => tell(sent / operations);
  const middle = Math.round(operations * WARM_UP_SHARE);
  const first = await sendOperations({ url, from: 0, to: middle }, tellSent);
  const heapBefore = await heapOf(part);
  const rest = await sendOperations({ url, from: middle, to: operations }, tellSent);
  const heapAfter = await heapOf(part);
  await part.stop();
  return {
    operations,
    heapBefore,
    heapAfter,
    requests: first.requests + rest.requests,
    failures: first.failures + rest.failures,
    firstFailure: first.firstFailure ?? rest.firstFailure,
  };
}
