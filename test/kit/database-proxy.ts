import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Stands between a room and PostgreSQL, so that a test can take PostgreSQL away. */
export interface DatabaseProxy {
  /** What a room is given instead of the address of its database. */
  url(databaseUrl: string): Promise<string>;
  /** Ends all connections and refuses new ones. */
  cut(): Promise<void>;
  /** Lets connections through again. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** A proxy on a unix socket of its own. Call `url` once, then hand its answer to the room. */
export function createDatabaseProxy(): DatabaseProxy {
  const folder = mkdtempSync(path.join(tmpdir(), 'lastmile-proxy-'));
  const socketPath = path.join(folder, '.s.PGSQL.5432');
  const sockets = new Set<Socket>();
  let target: Target | null = null;
  let server: Server | null = null;

  const restore = async (): Promise<void> => {
    server = createServer((client) => target && join(client, target, sockets));
    await new Promise<void>((resolve) => server?.listen(socketPath, resolve));
  };
  const cut = async (): Promise<void> => {
    const closing = server;
    server = null;
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
  };
  return {
    async url(databaseUrl) {
      const given = new URL(databaseUrl.replace('@/', '@localhost/'));
      target = targetOf(given);
      await restore();
      const host = encodeURIComponent(folder);
      const user = given.username ? `${given.username}${given.password ? `:${given.password}` : ''}@` : '';
      return `postgresql://${user}/${given.pathname.slice(1)}?host=${host}&port=5432`;
    },
    cut,
    restore,
    async close() {
      await cut();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Target = { readonly path: string } | { readonly host: string; readonly port: number };

function targetOf(url: URL): Target {
  const socketFolder = url.searchParams.get('host');
  const port = url.searchParams.get('port') ?? (url.port || '5432');
  if (socketFolder?.startsWith('/')) return { path: path.join(socketFolder, `.s.PGSQL.${port}`) };
  return { host: socketFolder ?? url.hostname, port: Number(port) };
}

function join(client: Socket, target: Target, sockets: Set<Socket>): void {
  const server = connect(target);
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    sockets.add(one);
    one.pipe(other);
    one.on('error', () => other.destroy());
    one.on('close', () => {
      sockets.delete(one);
      other.destroy();
    });
  }
}
