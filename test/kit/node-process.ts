import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { guardProcess, releaseProcess } from './guard';

/** A node process of a test, which can be killed without killing the test. */
export interface NodeProcess {
  child: ChildProcess;
  pid: number;
  /** The next value that it sends with `process.send`. */
  message<T>(isWanted: (value: unknown) => value is T): Promise<T>;
  /** Kills it, like a power cut does, and waits until it is gone. */
  killHard(): Promise<void>;
}

/** Runs a piece of JavaScript in a plain node process with a channel to the test. */
export function runNode(source: string, environment: Record<string, string> = {}): NodeProcess {
  const child = spawn(process.execPath, ['-e', source], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...environment },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('node could not be started');
  guardProcess(pid);
  child.once('exit', () => releaseProcess(pid));
  return {
    child,
    pid,
    message: (isWanted) => nextMessage(child, isWanted),
    async killHard() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function nextMessage<T>(child: ChildProcess, isWanted: (value: unknown) => value is T): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) =>
      reject(new Error(`the process ended (${code ?? signal}) before it sent anything`)),
    );
    child.on('message', (value) => {
      if (isWanted(value)) resolve(value);
    });
  });
}
