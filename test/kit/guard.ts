import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import path from 'node:path';

/**
 * Sees to it that servers a test started end with the test run, however that ends: passed, failed, Ctrl-C or kill -9.
 *
 * The guard is a small shell in a session of its own that reads from a pipe. The pipe closes when this process is gone,
 * and then the guard ends the processes and removes the folders it was told of.
 */
export function guardProcess(pid: number): void {
  tell(`process ${pid}`);
}

/** The process was ended in the normal way: its number may soon belong to somebody else. */
export function releaseProcess(pid: number): void {
  tell(`released ${pid}`);
}

/** Removes the folder when this process is gone, after the processes have ended. */
export function guardFolder(folder: string): void {
  tell(`folder ${folder}`);
}

let guard: ChildProcess | undefined;

function tell(line: string): void {
  guard ??= startGuard();
  guard.stdin?.write(`${line}\n`);
}

function startGuard(): ChildProcess {
  const child = spawn('/bin/sh', [path.join(__dirname, 'guard.sh')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  // A pipe to a child keeps the event loop alive, and jest waiting, unless it is let go as well.
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child;
}
