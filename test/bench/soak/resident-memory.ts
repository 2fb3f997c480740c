import { readFileSync, writeFileSync } from 'node:fs';

/** Megabytes that a process has in memory: now, and at most since `forgetPeak`. */
export function residentMegabytes(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return { now: read(status, 'VmRSS'), peak: read(status, 'VmHWM') };
}

/** From now on the peak is counted anew (proc(5), `clear_refs`). */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function read(status: string, name: string): number {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`the system does not tell ${name}`);
  return Number(kilobytes) / 1_024;
}
