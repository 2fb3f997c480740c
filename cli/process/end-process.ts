import { isSystemError } from '../startup-error';
import { waitUntil } from './wait-until';

/** One signal, and how long the process has to end after it. */
export interface EndStep {
  signal: NodeJS.Signals;
  waitMs: number;
}

/**
 * Sends one signal after the other until the process is gone; true when it is.
 * `isStillIt` is asked before every signal, so that a process that got the same pid meanwhile is never hit.
 */
export async function endProcess(
  pid: number,
  isStillIt: () => boolean,
  steps: readonly EndStep[],
): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    if (!isStillIt()) return true;
    sendSignal(pid, signal);
    if (await waitUntil(() => !isStillIt(), { timeoutMs: waitMs })) return true;
  }
  return !isStillIt();
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!isSystemError(error, 'ESRCH')) throw error;
  }
}
