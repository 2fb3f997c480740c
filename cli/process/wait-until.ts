import { setTimeout as sleep } from 'node:timers/promises';

/** How long and how often to look. */
export interface WaitOptions {
  timeoutMs: number;
  /** @default 10 */
  everyMs?: number;
}

/** Looks until the question is answered with true (then true) or the time is over (then false). */
export async function waitUntil(
  question: () => boolean | Promise<boolean>,
  { timeoutMs, everyMs = 10 }: WaitOptions,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await question())) {
    if (performance.now() >= deadline) return false;
    await sleep(everyMs);
  }
  return true;
}
