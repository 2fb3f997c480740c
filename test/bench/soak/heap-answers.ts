import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';

// Loaded into the gateway before its own code (`node --expose-gc --require`): answers how much its heap holds once everything
// that can be collected is.

if (isMainThread) {
  process.on('message', (message) => {
    // The soak sends its questions so, the gateway's own messages have no id.
    const { id, type } = message as { id?: number; type?: string };
    if (id !== undefined && type === 'heap') void heapUsed().then((result) => process.send?.({ id, result }));
  });
}

async function heapUsed(): Promise<number> {
  // Some things are let go only when what was collected first has told them.
  for (let pass = 0; pass < 5; pass += 1) {
    globalThis.gc?.();
    await sleep(50);
  }
  return process.memoryUsage().heapUsed;
}
