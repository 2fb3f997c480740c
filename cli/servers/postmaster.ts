import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type EndStep, endProcess } from '../process/end-process';
import { isProcessAlive } from '../process/is-process-alive';
import { isSystemError } from '../startup-error';

/** What a running server wrote about itself into its data folder (`postmaster.pid`). */
export interface Postmaster {
  pid: number;
  /** Empty when it listens on no unix socket, or does not yet. */
  socketFolder: string;
  /** `starting`, `stopping`, `ready` or `standby`; empty right after its birth. */
  status: string;
}

/** The contents of `postmaster.pid`, or null when there is none or it is not readable as one. */
export function readPostmaster(dataFolder: string): Postmaster | null {
  try {
    const lines = readFileSync(pidFile(dataFolder), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!Number.isSafeInteger(pid) || pid <= 0) return null;
    return { pid, socketFolder: lines[4]?.trim() ?? '', status: lines[7]?.trim() ?? '' };
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

/**
 * True when the process is alive and serves this very data folder. A pid alone proves nothing: after a reboot, or just
 * with time, the number in the file belongs to somebody else.
 */
export function isPostmasterOf(pid: number, dataFolder: string): boolean {
  if (!isProcessAlive(pid)) return false;
  try {
    if (process.platform !== 'linux') return commandLine(pid).includes(`-D ${dataFolder}`);
    // A postmaster works inside its data folder for as long as it lives.
    const program = path.basename(readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, '');
    return program === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataFolder);
  } catch {
    return false;
  }
}

/**
 * Makes a pid file harmless whose number now belongs to a foreign process, which PostgreSQL would take for a running server.
 *
 * The file is not removed: it also names the shared memory by which PostgreSQL finds out that backends of a dead
 * postmaster still write, and that check must stay. A pid equal to its parent's is one that PostgreSQL skips.
 */
export function disarmPidFile(dataFolder: string): void {
  const [, ...rest] = readFileSync(pidFile(dataFolder), 'utf8').split('\n');
  const replacement = `${pidFile(dataFolder)}.new`;
  writeFileSync(replacement, [process.pid, ...rest].join('\n'), { mode: 0o644 });
  renameSync(replacement, pidFile(dataFolder));
}

/**
 * Stops a server in PostgreSQL's fast way (clients are disconnected, everything is written), after `fastMs` in the
 * immediate way (recovered at the next start). True when it is gone.
 */
export function stopPostmaster(pid: number, dataFolder: string, fastMs: number): Promise<boolean> {
  const steps: EndStep[] = [
    { signal: 'SIGINT', waitMs: fastMs },
    { signal: 'SIGQUIT', waitMs: 1_500 },
    { signal: 'SIGKILL', waitMs: 500 },
  ];
  return endProcess(pid, () => isPostmasterOf(pid, dataFolder), steps);
}

function pidFile(dataFolder: string): string {
  return path.join(dataFolder, 'postmaster.pid');
}

function commandLine(pid: number): string {
  return execFileSync('ps', ['-o', 'command=', '-ww', '-p', String(pid)], { encoding: 'utf8' });
}
