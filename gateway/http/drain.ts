import { type Server } from 'node:http';

const POLL_MS = 20;

/**
 * Closes a server: no new connections, idle ones ended at once, running requests finished. What still runs after
 * `graceMs` is cut off. Resolves when every connection is gone.
 */
export async function drainServer(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection becomes idle when its answer is written; nothing tells when that is.
  const sweep = setInterval(() => server.closeIdleConnections(), POLL_MS);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
