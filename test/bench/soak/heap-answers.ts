import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapCodeStatistics } from 'node:v8';
import { isMainThread } from 'node:worker_threads';

// Loaded into the gateway before its own code (`node --expose-gc --require`): answers how much its heap holds once everything
// that can be collected is.

/** Bytes that the gateway's heap holds. */
export interface HeapSize {
  /** All but `code`: what references from the gateway's own values would keep. */
  readonly objects: number;
  /**
   * Machine code and byte code, with what V8 notes about them. They grow for as long as V8 finds something to optimise, ever
   * more slowly, while heap snapshots 36 swaps apart show not one closure more.
   */
  readonly code: number;
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
  const { heapUsed, external } = process.memoryUsage();
  const { code_and_metadata_size: machineCode, bytecode_and_metadata_size: byteCode } =
    getHeapCodeStatistics();
  const code = machineCode + byteCode;
  return { objects: heapUsed - code, code, external };
}
