/** Stops arrive as signals at a terminal's process, and as messages at a part of the product. */
export type StopCallback = () => Promise<void>;

/** A part whose supervisor is dead has nobody to end it by force, so it does that itself; so does the supervisor. */
const FORCED_EXIT_MS = 9_500;

/**
 * Calls `stop` once when this process is asked to end, and ends it when that is done. A part of the product (one with an
 * IPC channel) leaves Ctrl-C to its supervisor, which decides the order, and ends when the supervisor is gone, however it
 * died. When stopping hangs, the process ends all the same.
 */
export function onStop(stop: StopCallback): void {
  let asked = false;
  const begin = (): void => {
    if (asked) return;
    asked = true;
    setTimeout(() => process.exit(1), FORCED_EXIT_MS).unref();
    void stop().finally(() => process.exit());
  };
  process.on('SIGTERM', begin);
  if (process.send === undefined) {
    // A Ctrl-C often comes twice, from the terminal and from npm: the second must not cut the clean-up short.
    process.on('SIGINT', begin);
    process.on('SIGHUP', begin);
    return;
  }
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
  process.once('disconnect', begin);
  process.on('message', (message) => {
    if (isStopMessage(message)) begin();
  });
  // The supervisor may have died while this process was still starting, and that event is not repeated.
  if (!process.connected) begin();
}

function isStopMessage(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop';
}
