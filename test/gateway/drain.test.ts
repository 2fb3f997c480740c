import { Agent, createServer, request, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createDrain } from '../../gateway/http/drain';

type Handle = (response: ServerResponse) => void;

async function start(
  handle: Handle,
): Promise<{ server: Server; port: number; drain: (graceMs: number) => Promise<void> }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (_request, response) => handle(response));
  const drain = createDrain(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port, drain };
}

/** One request on a connection that is kept; its status and whether the server wants to keep it. */
function ask(agent: Agent, port: number): Promise<{ status: number; connection: string | undefined }> {
  return new Promise((resolve, reject) => {
    request({ agent, port, host: '127.0.0.1' }, (response) => {
      response
        .resume()
        .once('end', () =>
          resolve({ status: response.statusCode ?? 0, connection: response.headers.connection }),
        );
    })
      .once('error', reject)
      .end();
  });
}

test('an answer that runs at the stop says that its connection ends', async () => {
  let finish: () => void = () => undefined;
  const { port, drain } = await start((response) => (finish = () => response.end('late')));
  const agent = new Agent({ keepAlive: true });
  const asked = ask(agent, port);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const drained = drain(5_000);
  finish();
  expect(await asked).toEqual({ status: 200, connection: 'close' });
  await drained;
});

test('a client that asks again and again on one connection loses no request to a stop', async () => {
  for (let round = 0; round < 20; round += 1) {
    const { port, drain } = await start((response) => response.end('now'));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let drained: Promise<void> | undefined;
    const seen: (string | undefined)[] = [];
    while (seen.at(-1) !== 'close') {
      const { connection } = await ask(agent, port);
      seen.push(connection);
      if (seen.length === 5 + round) drained = drain(5_000);
    }
    await drained;
    agent.destroy();
  }
});

test('connections that are idle, also those never used, are closed soon, long before the grace is over', async () => {
  const { port, drain } = await start((response) => response.end('now'));
  const agent = new Agent({ keepAlive: true });
  await ask(agent, port);
  const unused = connect(port, '127.0.0.1');
  await once(unused, 'connect');
  const startedAt = Date.now();
  await drain(60_000);
  expect(Date.now() - startedAt).toBeLessThan(30_000);
  agent.destroy();
});

test('what still runs when the grace is over is cut off', async () => {
  const { port, drain } = await start(() => undefined);
  const asked = ask(new Agent({ keepAlive: true }), port);
  const failed = expect(asked).rejects.toThrow('socket hang up');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await drain(200);
  await failed;
});
