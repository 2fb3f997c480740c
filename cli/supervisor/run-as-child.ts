/** Stops arrive as signals at a terminal's process, and as messages at a part of the product. */
export type StopCallback = () => Promise<void>;

/**
 * Calls `stop` once when this process is asked to end, and ends it when that is done. A part of the product (one with an
 * IPC channel) leaves Ctrl-C to its supervisor, which decides the order, and ends when the supervisor is gone, however it
 * died. A second Ctrl-C ends a process of its own at once.
 */
export function onStop(stop: StopCallback): void {
  let asked = false;
  const begin = (): void => {
    if (asked) return;
    asked = true;
    void stop().finally(() => process.exit());
  };
  process.on('SIGTERM', begin);
  if (process.send === undefined) {
    process.on('SIGINT', () => {
      if (asked) process.exit(130);
      begin();
    });
    process.on('SIGHUP', begin);
    return;
  }
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
  process.once('disconnect', begin);
  process.on('message', (message) => {
    if (isStopMessage(message)) begin();
  });
}

function isStopMessage(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop';
}
