import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isProcessAlive } from './is-process-alive';

/**
 * A text that no other process has had or will have, even one that gets the same pid later or after a reboot;
 * null when no such process runs. Two calls for one living process give the same text.
 */
export function processIdentity(pid: number): string | null {
  if (!isProcessAlive(pid)) return null;
  try {
    return process.platform === 'linux' ? `${bootId()}:${startTicks(pid)}` : startTime(pid);
  } catch {
    return null;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
}

/** Field 22 of proc(5) `stat`: clock ticks between boot and the start of the process. */
function startTicks(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fieldsAfterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fieldsAfterName[19] ?? '';
}

function startTime(pid: number): string {
  return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
}
