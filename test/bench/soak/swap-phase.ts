import path from 'node:path';
import { packageRoot } from '../../../subgraphs/kit/package-root';
import { loadDuring, type LoadTotal } from './constant-load';
import { type HeapSize } from './heap-answers';
import { heapOf } from './heap-of';
import { loadOrder, type SoakWorld, waitFor } from './soak-world';

/** What swapping supergraphs under load came to. */
export interface SwapReport extends LoadTotal {
  readonly swaps: number;
  readonly heapBefore: HeapSize;
  readonly heapAfter: HeapSize;
}

/** How many supergraphs. */
export interface SwapOrder {
  readonly swaps: number;
  /** So many before the first look at the memory, so that what is made once has been made. */
  readonly warmUp: number;
}

/** Replaces the supergraph under load, so many times, and compares what the gateway's heap holds before and after. */
export async function runSwaps(
  world: SoakWorld,
  { swaps, warmUp }: SwapOrder,
  tell: (done: number) => void,
): Promise<SwapReport> {
  const part = await world.parts.start({
    name: 'the gateway',
    entry: path.join(packageRoot(), 'dist/cli/main.js'),
    args: ['gateway', '--supergraph', world.supergraphFile, '--port', '0'],
    nodeFlags: ['--expose-gc', '--require', path.join(__dirname, 'heap-answers.js')],
  });
  const order = await loadOrder(String(part.ready['url']));
  let published = 0;
  const swapOften = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) {
      world.publish((published += 1));
      await waitFor('the supergraph is served', async () => (await swapsOf(order.url)) >= published);
      tell(published / (warmUp + swaps));
    }
  };
  const first = await loadDuring(world.loader, order, () => swapOften(warmUp));
  const heapBefore = await heapOf(part);
  const load = await loadDuring(world.loader, order, () => swapOften(swaps));
  const heapAfter = await heapOf(part);
  await part.stop();
  return {
    swaps,
    heapBefore,
    heapAfter,
    requests: first.requests + load.requests,
    failures: first.failures + load.failures,
    firstFailure: first.firstFailure ?? load.firstFailure,
  };
}

/** How many supergraphs it has taken since its start, besides the first. */
async function swapsOf(url: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  return Number(/^gateway_supergraph_reloads_total\{outcome="served"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}
