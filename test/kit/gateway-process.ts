import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { guardProcess, releaseProcess } from './guard';

// The process as it is shipped: compiled, which `npm test` does first.
const MAIN = join(__dirname, '../../dist/cli/main.js');

/** One line of its log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

/** `lastmile gateway` as a child of the test, with an IPC channel as under a supervisor. */
export interface GatewayProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it has written to stdout so far. */
  lines(): LogLine[];
  /** Sends a signal, or asks over the channel, and gives the exit code. */
  stop(how?: NodeJS.Signals | 'message'): Promise<number | null>;
}

/** Throws when there is nothing compiled to start. */
export function requireBuild(): void {
  if (!existsSync(MAIN)) throw new Error('dist/ is missing: run "npm run build" first');
}

/** Starts it and waits until it says where it listens. Rejects with what it wrote to stderr when it ends before. */
export async function startGatewayProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [MAIN, 'gateway', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...environment },
  });
  const { pid } = child;
  if (pid !== undefined) guardProcess(pid);
  child.once('exit', () => pid !== undefined && releaseProcess(pid));
  const output = collect(child.stdout);
  const complaints = collect(child.stderr);
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { url: string }).url));
    child.once('close', () => reject(new Error(complaints())));
  });
  return {
    child,
    url,
    lines: () =>
      output()
        .split('\n')
        .slice(0, -1)
        // The gateway writes nothing but JSON with a message.
        .map((line) => JSON.parse(line) as LogLine),
    stop: async (how = 'SIGTERM') => {
      const ended = once(child, 'close') as Promise<[number | null]>;
      if (how === 'message') child.send({ type: 'stop' });
      else child.kill(how);
      const [code] = await ended;
      return code;
    },
  };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}
