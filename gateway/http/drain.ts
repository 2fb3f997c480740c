import { type Server } from 'node:http';
import { type Socket } from 'node:net';

const POLL_MS = 20;

/**
 * Prepares a server for its end and returns what ends it: no new connections, idle ones closed at once, running requests
 * finished. What still runs after `graceMs` is cut off. The returned function resolves when every connection is gone.
 */
export function createDrain(server: Server): (graceMs: number) => Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return async (graceMs) => {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // A connection becomes idle when its answer is written; nothing tells when that is.
    const sweep = setInterval(() => closeIdle(server, sockets), POLL_MS);
    const cut = setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs);
    closeIdle(server, sockets);
    await closed;
    clearInterval(sweep);
    clearTimeout(cut);
  };
}

/** Node does not count a connection as idle that was opened ahead and never used, as browsers do. */
function closeIdle(server: Server, sockets: ReadonlySet<Socket>): void {
  server.closeIdleConnections();
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
}
