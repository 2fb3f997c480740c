import { type GiantsReport } from './giants-phase';
import { type HeapSize } from './heap-answers';
import { type OperationsReport } from './operations-phase';
import { type RestartReport } from './restart-phase';
import { type SwapReport } from './swap-phase';

/** Prints what swaps came to. Returns whether no request failed and the objects grew by at most `mostPercent`. */
export function tellSwaps(report: SwapReport, mostPercent: number): boolean {
  const { swaps, requests, failures, firstFailure, heapBefore, heapAfter } = report;
  const growth = heapAfter.objects / heapBefore.objects - 1;
  const objects = `objects ${change(heapBefore.objects, heapAfter.objects)}`;
  const code = `code that V8 made ${change(heapBefore.code, heapAfter.code)}`;
  print(`${swaps} swaps, ${requests} requests, ${failures} failed, ${objects}, ${code}`, firstFailure);
  return failures === 0 && growth * 100 <= mostPercent;
}

/** Prints what restarts came to. Returns whether no request failed. */
export function tellRestarts({ restarts, requests, failures, firstFailure }: RestartReport): boolean {
  print(`${restarts} restarts, ${requests} requests, ${failures} failed`, firstFailure);
  return failures === 0;
}

/** Prints what operations came to. Returns whether none failed and what they hold grew by at most `mostPercent`. */
export function tellOperations(report: OperationsReport, mostPercent: number): boolean {
  const { operations, requests, failures, firstFailure, heapBefore, heapAfter } = report;
  const growth = heldBy(heapAfter) / heldBy(heapBefore) - 1;
  const objects = `objects ${change(heapBefore.objects, heapAfter.objects)}`;
  const external = `outside of the heap ${change(heapBefore.external, heapAfter.external)}`;
  const code = `code that V8 made ${change(heapBefore.code, heapAfter.code)}`;
  print(
    `${operations} different operations, ${requests} requests, ${failures} failed, ${objects}, ${external}, ${code}`,
    firstFailure,
  );
  return failures === 0 && growth * 100 <= mostPercent;
}

/** Prints what giant answers came to. Returns whether each was refused and added no more than it may. */
export function tellGiants({ giants, addedMegabytes, wrongAnswer }: GiantsReport): boolean {
  print(
    `${giants} giant ${giants === 1 ? 'answer' : 'answers'} at once, ${addedMegabytes.toFixed(1)} MB of memory added`,
    wrongAnswer,
  );
  return wrongAnswer === null && addedMegabytes <= giants * GIANT_MEGABYTES;
}

/** What one answer of a subgraph may add, however long it is. */
const GIANT_MEGABYTES = 64;

function heldBy({ objects, external }: HeapSize): number {
  return objects + external;
}

function print(line: string, failure: string | null): void {
  process.stdout.write(`${line}${failure === null ? '' : `; the first: ${failure}`}\n`);
}

function change(before: number, after: number): string {
  return `${megabytes(before)} -> ${megabytes(after)} (${percent(after / before - 1)})`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

function percent(share: number): string {
  return `${share < 0 ? '' : '+'}${(share * 100).toFixed(1)} %`;
}
