import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapCodeStatistics } from 'node:v8';
import { isMainThread } from 'node:worker_threads';

// Loaded into the gateway before its own code (`node --expose-gc --require`): answers how much its heap holds once everything
// that can be collected is.

/** Bytes that the gateway's heap holds. */
export interface HeapSize {
  readonly all: number;
  /** Without machine code and byte code, which grow for as long as node finds something to optimise. */
  readonly objects: number;
  /** Bytes outside of the heap that objects in it hold. */
  readonly external: number;
}

if (isMainThread) {
  process.on('message', (message) => {
    // The soak sends its questions so, the gateway's own messages have no id.
    const { id, type } = message as { id?: number; type?: string };
    if (id !== undefined && type === 'heap') void heapSize().then((result) => process.send?.({ id, result }));
  });
}

async function heapSize(): Promise<HeapSize> {
  // Some things are let go only when what was collected first has told them.
  for (let pass = 0; pass < 5; pass += 1) {
    globalThis.gc?.();
    await sleep(50);
  }
  const { heapUsed: all, external } = process.memoryUsage();
  const { code_and_metadata_size: machineCode, bytecode_and_metadata_size: byteCode } =
    getHeapCodeStatistics();
  return { all, objects: all - machineCode - byteCode, external };
}
