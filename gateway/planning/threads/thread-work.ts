import { readFileSync, readlinkSync } from 'node:fs';

// A planner is given up for its own work, not for that of others on a busy machine. Node tells the processor time of a
// process, but not of a thread of it; Linux does, by the number that it gives to each thread.

const NANOSECONDS_PER_MS = 1_000_000;

/** The system's number of the thread that calls this; undefined where the system has no such thing. */
export function ownThreadNumber(): number | undefined {
  try {
    const number = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    return Number.isSafeInteger(number) ? number : undefined;
  } catch {
    return undefined;
  }
}

/** How long a thread of this process has had a processor until now; undefined where the system does not tell. */
export function threadWorkMs(threadNumber: number | undefined): number | undefined {
  if (threadNumber === undefined) return undefined;
  try {
    const [running] = readFileSync(`/proc/self/task/${threadNumber}/schedstat`, 'utf8').split(' ');
    const nanoseconds = Number(running);
    // Systems that keep no such statistics say 0 for ever.
    return nanoseconds > 0 ? nanoseconds / NANOSECONDS_PER_MS : undefined;
  } catch {
    return undefined;
  }
}
