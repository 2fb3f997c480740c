import { type Server, createServer } from 'node:net';
import { StartupError, isSystemError } from './startup-error';

/**
 * Ports of the loopback address that nobody listens on. All are held open until the last one is found, so that no two are
 * the same. They are free now: whoever binds one later still has to be ready for a refusal.
 */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0, host)));
  const ports = servers.map(portOf);
  await Promise.all(servers.map(close));
  return ports;
}

/** One port of the loopback address that nobody listens on. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const [port] = await freePorts(1, host);
  if (port === undefined) throw new Error('freePorts(1) returned no port');
  return port;
}

/**
 * Looks whether a port can be bound, to say so before anything else is started.
 *
 * @throws StartupError `PORT_IN_USE` when another process has it, or when this account may not bind it.
 */
export async function assertPortFree(port: number, host = '127.0.0.1'): Promise<void> {
  try {
    await close(await listen(port, host));
  } catch (error) {
    if (isSystemError(error, 'EADDRINUSE')) {
      const advice = 'Stop the process that listens there, or choose another port with PORT or --port.';
      throw new StartupError('PORT_IN_USE', `Port ${port} on ${host} is taken. ${advice}`, { cause: error });
    }
    if (isSystemError(error, 'EACCES')) {
      const advice = 'Choose a port above 1023 with PORT or --port.';
      throw new StartupError('PORT_IN_USE', `Port ${port} may not be used by this account. ${advice}`, {
        cause: error,
      });
    }
    throw error;
  }
}

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('a TCP server has a port once it listens');
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
