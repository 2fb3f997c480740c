import { fork } from 'node:child_process';
import type { SeedState } from '../seed/seed-state';
import { StartupError } from '../startup-error';

/** How far seeding is. */
export interface SeedProgress {
  readonly room: string;
  /** 0 to 1 of the whole. */
  readonly done: number;
}

export interface SeedChildOptions {
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** The compiled entry of the `lastmile` command. */
  readonly entry: string;
  readonly onProgress: (progress: SeedProgress) => void;
  /** Aborted: seeding is ended, and done again by the next start. */
  readonly signal: AbortSignal;
}

/**
 * Seeds in a process of its own and returns what it found in the database.
 *
 * @throws StartupError `SEED_FAILED` with what the process said last.
 */
export function runSeedChild(options: SeedChildOptions): Promise<SeedState> {
  const child = fork(options.entry, ['seed', ...options.args], {
    env: options.environment,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    signal: options.signal,
    killSignal: 'SIGKILL',
  });
  let found: SeedState | null = null;
  let said = '';
  child.stderr?.on('data', (chunk) => (said = `${said}${String(chunk)}`.slice(-4_000)));
  child.on('message', (message: SeedMessage) => {
    if (message.type === 'progress') options.onProgress(message);
    else found = message.state;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0 && found !== null) resolve(found);
      else
        reject(
          new StartupError('SEED_FAILED', `The demonstration data could not be written.\n${said.trim()}`),
        );
    });
  });
}

type SeedMessage =
  ({ readonly type: 'progress' } & SeedProgress) | { readonly type: 'seeded'; readonly state: SeedState };
