import { setTimeout as sleep } from 'node:timers/promises';

/** A server that is started again when it dies. */
export interface KeptServer {
  /** From now on its end is expected; stops the one that runs. */
  close(): Promise<void>;
}

export interface KeepAliveOptions<Server extends { stop(): Promise<void> }> {
  /** How it is called in messages. */
  readonly name: string;
  /** The server as it was started first. */
  readonly server: Server;
  readonly isAlive: (server: Server) => boolean;
  /** Starts it again at the same address. */
  readonly startAgain: () => Promise<Server>;
  /** Told of an unexpected end and of what is done about it. */
  readonly say: (line: string) => void;
}

const LOOK_EVERY_MS = 500;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Looks twice a second whether the server still runs, and starts it again when it does not. It looks instead of waiting for
 * an exit, because one that was taken over from an earlier start is not a child of this process.
 */
export function keepAlive<Server extends { stop(): Promise<void> }>(
  options: KeepAliveOptions<Server>,
): KeptServer {
  const { name, isAlive, startAgain, say } = options;
  const stopping = new AbortController();
  let { server } = options;

  const pause = (milliseconds: number): Promise<void> =>
    sleep(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);

  const watch = async (): Promise<void> => {
    let waitMs = FIRST_WAIT_MS;
    for (;;) {
      await pause(LOOK_EVERY_MS);
      if (stopping.signal.aborted) return;
      if (isAlive(server)) continue;
      say(`${name} ended unexpectedly; it is started again`);
      try {
        server = await startAgain();
        waitMs = FIRST_WAIT_MS;
        say(`${name} is back`);
      } catch (error) {
        say(`${name} could not be started again: ${error instanceof Error ? error.message : String(error)}`);
        await pause(waitMs);
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      }
    }
  };
  const watching = watch();
  return {
    async close() {
      stopping.abort();
      // One that is just being started must not outlive us.
      await watching;
      await server.stop();
    },
  };
}
