import { type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const ASK_MS = 2_500;
const INSIST_MS = 1_000;

/** Asks, then insists: a message, SIGTERM after 2.5 s, SIGKILL after 3.5 s. Resolves when the process is gone. */
export async function endProcess(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  if (child.connected) child.send({ type: 'stop' }, () => undefined);
  if (await within(gone, ASK_MS)) return;
  child.kill('SIGTERM');
  if (await within(gone, INSIST_MS)) return;
  child.kill('SIGKILL');
  await gone;
}

async function within(gone: Promise<void>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(milliseconds, false, { signal: timer.signal }).catch(() => false);
  const result = await Promise.race([gone.then(() => true), late]);
  timer.abort();
  return result;
}
