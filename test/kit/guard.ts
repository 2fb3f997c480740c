import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';

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

const SCRIPT = `
processes=' '
folders=''
while read -r kind value; do
  case "$kind" in
    process) processes="$processes$value " ;;
    released) processes=$(printf '%s' "$processes" | sed "s/ $value / /") ;;
    folder) folders="$folders$value
" ;;
  esac
done
for pid in $processes; do kill -INT "$pid"; done
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  alive=''
  for pid in $processes; do if kill -0 "$pid"; then alive=yes; fi; done
  if [ -z "$alive" ]; then break; fi
  sleep 0.2
done
for pid in $processes; do kill -QUIT "$pid"; sleep 0.2; kill -KILL "$pid"; done
printf '%s' "$folders" | while read -r folder; do rm -rf "$folder"; done
`;

let guard: ChildProcess | undefined;

function tell(line: string): void {
  guard ??= startGuard();
  guard.stdin?.write(`${line}\n`);
}

function startGuard(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  // A pipe to a child keeps the event loop alive, and jest waiting, unless it is let go as well.
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child;
}
