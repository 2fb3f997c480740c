import { type AddressInfo, createServer } from 'node:net';
import { assertPortFree, freePort, freePorts } from '../../cli/free-port';

describe('free ports', () => {
  it('are all different and can be bound', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    await Promise.all(ports.map((port) => assertPortFree(port)));
  });

  it('are told apart from one that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    // It listens on TCP, so its address is not a path.
    const { port } = server.address() as AddressInfo;
    await expect(assertPortFree(port)).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(String(port)) as string,
    });
    server.close();
    await new Promise((resolve) => server.once('close', resolve));
    await expect(assertPortFree(port)).resolves.toBeUndefined();
    expect(await freePort()).toBeGreaterThan(0);
  });
});
