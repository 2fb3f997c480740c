import { type PatientTimeouts } from '../../support/patient-timeouts';

/** What a limit is about. */
export interface LimitedWork {
  /** How much it may work. */
  readonly timeoutMs: number;
  /** How much it has worked until now, since whenever; undefined where nobody knows. */
  readonly workMs: () => number | undefined;
  /** Called once when it has worked too much. */
  readonly expire: () => void;
}

/** With so many times its limit on the clock it is given up although it had hardly a processor: somebody waits for it. */
const WALL_PATIENCE = 6;
/** It is not looked at more often than this. */
const LEAST_WAIT_MS = 20;

/**
 * Limits the work of somebody else's thread, measured by the processor time that it got: on a busy machine half a second on
 * the clock may be nothing at all. Where processor time is not known, the clock decides. Returns what ends the watching.
 */
export function limitWork(timeouts: PatientTimeouts, { timeoutMs, workMs, expire }: LimitedWork): () => void {
  const workBefore = workMs();
  const startedAt = performance.now();
  const look = (): void => {
    const leftMs = Math.min(
      workLeftMs(timeoutMs, workBefore, workMs()),
      timeoutMs * WALL_PATIENCE - (performance.now() - startedAt),
    );
    if (leftMs <= 0) expire();
    else timeout = timeouts.start(Math.max(leftMs, LEAST_WAIT_MS), look);
  };
  let timeout = timeouts.start(timeoutMs, look);
  return () => timeouts.stop(timeout);
}

function workLeftMs(timeoutMs: number, before: number | undefined, now: number | undefined): number {
  return before === undefined || now === undefined ? 0 : timeoutMs - (now - before);
}
