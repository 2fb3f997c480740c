import { type Server } from 'node:http';
import { type Socket } from 'node:net';

/** When a client that does not read is given up. */
export interface StallLimits {
  /** How often it is looked at. @default 30 s */
  readonly everyMs: number;
  /** So much of an answer may lie here unread for as long as it likes. @default 256 KB */
  readonly heldBytes: number;
}

const LIMITS: StallLimits = { everyMs: 30_000, heldBytes: 256 * 1024 };

/**
 * Cuts clients that ask for large answers and do not read them: nothing else bounds how long an answer waits for its client,
 * and how many of them do. Looks at all connections now and then, so that requests cost nothing for it.
 */
export function cutStalled(server: Server, limits: StallLimits = LIMITS): void {
  /** How much each connection with an answer waiting had taken at the last look. */
  const taken = new Map<Socket, number>();
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      taken.delete(socket);
    });
  });
  const look = (): void => {
    for (const socket of sockets) {
      const waiting = waitingBytes(socket);
      const now = socket.bytesWritten - waiting;
      const before = taken.get(socket);
      if (waiting <= limits.heldBytes) taken.delete(socket);
      // A client takes it in steps of a megabyte or so, as large as the buffers of the systems between.
      else if (now === before) socket.destroy();
      else taken.set(socket, now);
    }
  };
  const timer = setInterval(look, limits.everyMs).unref();
  server.once('close', () => clearInterval(timer));
}

/** What was written and not yet taken. Nothing public tells it before the whole of it is gone; 0 where this is not told either. */
function waitingBytes(socket: Socket): number {
  const { _handle: handle } = socket as { readonly _handle?: { readonly writeQueueSize?: unknown } | null };
  return typeof handle?.writeQueueSize === 'number' ? handle.writeQueueSize : 0;
}
