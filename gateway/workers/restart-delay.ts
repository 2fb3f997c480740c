const FIRST_MS = 100;
const LONGEST_MS = 30_000;

/** How long to wait before a worker is started again that has ended `crashes` times in a row: twice as long each time. */
export function restartDelayMs(crashes: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, crashes - 1));
}
