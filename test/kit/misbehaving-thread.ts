import { parentPort } from 'node:worker_threads';
import { ownThreadNumber } from '../../gateway/planning/threads/thread-work';

// A thread that speaks to the planning pool but does what the text of each request says.

parentPort?.on('message', ({ text }: { readonly text: string }) => {
  if (text === 'hang') for (;;);
  // Like a thread that gets no processor.
  if (text === 'starve') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  if (text === 'starve for long') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4_000);
  if (text === 'crash') process.exit(3);
  if (text === 'throw') throw new Error('thrown in a thread');
  if (text === 'eat')
    for (const eaten: number[][] = []; ;) eaten.push(new Array<number>(1_000).fill(eaten.length + 0.5));
  parentPort?.postMessage({ kind: 'plan', json: JSON.stringify({ planned: text }) });
});
parentPort?.postMessage({ kind: 'ready', threadNumber: ownThreadNumber() });
