import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** How long a refused client may go on sending, so that it can read why before it is cut off. */
const LINGER_MS = 5_000;

/**
 * Connections whose request was answered before its body had come. Node reads on and throws the rest away; closing
 * at once would reset the connection and take the answer with it.
 */
export interface Linger {
  watch(request: IncomingMessage): void;
  /** Ends all of them: the server stops. */
  cut(): void;
}

/** Watches no connection yet. */
export function createLinger(): Linger {
  const sockets = new Set<Socket>();
  return {
    watch(request) {
      const { socket } = request;
      if (request.complete || sockets.has(socket)) return;
      sockets.add(socket);
      const timer = setTimeout(() => {
        if (!request.complete) socket.destroy();
      }, LINGER_MS);
      timer.unref();
      socket.once('close', () => {
        clearTimeout(timer);
        sockets.delete(socket);
      });
    },
    cut: () => sockets.forEach((socket) => socket.destroy()),
  };
}
