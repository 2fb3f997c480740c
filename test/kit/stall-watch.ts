import { isMainThread } from 'node:worker_threads';
import { ownThreadNumber, threadWorkMs } from '../../gateway/planning/threads/thread-work';

// Loaded into a gateway before its own code (`node --require`): tells for how long at most its event loop has worked without
// serving anybody. Processor time is measured, so that a machine that is busy otherwise changes nothing.

const LOOK_EVERY_MS = 2;

if (isMainThread) {
  const thread = ownThreadNumber();
  let last = threadWorkMs(thread) ?? 0;
  let longest = 0;
  const look = (): void => {
    const now = threadWorkMs(thread) ?? 0;
    longest = Math.max(longest, now - last);
    last = now;
  };
  setInterval(look, LOOK_EVERY_MS).unref();
  process.on('message', (message) => {
    // The gateway's own messages are others.
    if ((message as { readonly type?: string }).type !== 'stall') return;
    look();
    process.send?.({ type: 'stall', longest });
    longest = 0;
  });
}
