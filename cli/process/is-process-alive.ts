import { readFileSync } from 'node:fs';
import { isSystemError } from '../startup-error';

/**
 * True while the process runs. A zombie counts as dead: in a container whose first process does not collect orphans,
 * a killed server stays in the process table for ever and still accepts signal 0.
 */
export function isProcessAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return isSystemError(error, 'EPERM') && !isZombie(pid);
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    // The name in parentheses may hold spaces and parentheses itself, so the state is what follows the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'Z';
  } catch {
    return true;
  }
}
