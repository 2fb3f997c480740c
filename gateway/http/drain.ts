import { Server as TcpServer, type Socket } from 'node:net';
import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';

const POLL_MS = 20;
/** A client that asks again and again does so within this time, and learns then that its connection ends. */
const QUIET_MS = 100;

/**
 * Prepares a server for its end and returns what ends it: no new connections, running requests finished, idle connections
 * closed. A connection that was just in use is closed by the `connection: close` of an answer and not under the next request
 * of its client, which may be on its way; one that stays quiet is closed after a moment. What still runs after `graceMs` is
 * cut off. The returned function resolves when every connection is gone.
 */
export function createDrain(server: Server): (graceMs: number) => Promise<void> {
  /** Every connection, and the last answer that was begun on it. */
  const sockets = new Map<Socket, ServerResponse | undefined>();
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  let isEnding = false;
  // Before whoever answers, which may be at once.
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (sockets.has(socket)) sockets.set(socket, response);
    if (isEnding) announceEnd(response);
  });
  return async (graceMs) => {
    if (!server.listening) return;
    isEnding = true;
    // Not the server's own `close`, which would cut idle connections at once.
    const closed = new Promise<void>((resolve) => TcpServer.prototype.close.call(server, () => resolve()));
    for (const response of sockets.values()) announceEnd(response);
    // A connection becomes idle when its answer is written; nothing tells when that is.
    let sweep: NodeJS.Timeout | undefined;
    const quiet = setTimeout(() => {
      // Stops the server's timers, too.
      server.close();
      sweep = setInterval(() => closeIdle(server, sockets.keys()), POLL_MS);
      closeIdle(server, sockets.keys());
    }, QUIET_MS);
    const cut = setTimeout(() => [...sockets.keys()].forEach((socket) => socket.destroy()), graceMs);
    await closed;
    clearTimeout(quiet);
    clearInterval(sweep);
    clearTimeout(cut);
    server.close();
  };
}

function announceEnd(response: ServerResponse | undefined): void {
  if (response && !response.headersSent) response.setHeader('connection', 'close');
}

/** Node does not count a connection as idle that was opened ahead and never used, as browsers do. */
function closeIdle(server: Server, sockets: Iterable<Socket>): void {
  server.closeIdleConnections();
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
}
