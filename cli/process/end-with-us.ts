import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Sees to it that a process ends when this one is gone, however that happened: `kill -9` leaves nobody to clean up.
 * A small shell in a session of its own reads from a pipe of ours, and the pipe closes with us. Only for processes that
 * may be killed hard. The returned function lets the process go; call it when it has ended, since its number is soon
 * somebody else's.
 */
export function endWithUs(pid: number): () => void {
  const guard = spawn('/bin/sh', ['-c', 'read -r released || kill -9 "$1"', 'lastmile-guard', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell the process is ended by the next start instead, which looks for it.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  // A pipe to a child keeps the event loop alive unless it is let go as well.
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return () => void guard.stdin.end('released\n');
}
