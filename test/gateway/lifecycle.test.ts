import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfig } from '../../gateway/config';
import { createGateway } from '../../gateway/gateway';
import { shop } from '../kit/gateway-shop';
import { openStream, until } from '../kit/gateway-streams';
import { composeSupergraph, type SubgraphDefinition } from '../kit/gateway-subgraphs';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';

/** Replaces the supergraph as deployments do: a whole new file, renamed over the old one. */
function replaceSupergraph(world: GatewayWorld, text: string): void {
  const next = join(world.folder, `next-${Math.random()}`);
  writeFileSync(next, text);
  renameSync(next, world.supergraphFile);
}

function withField(definitions: SubgraphDefinition[], world: GatewayWorld): string {
  const changed = definitions.map((definition) => ({
    ...definition,
    sdl: definition.sdl.replace('type Query {', 'type Query { added: String'),
  }));
  return composeSupergraph(
    changed.map((definition) => (definition.name === 'books' ? shopBooks() : definition)),
    definitions.map(({ name }) => world.subgraph(name)),
  );
}

function shopBooks(): SubgraphDefinition {
  const books = shop().find(({ name }) => name === 'books');
  if (!books) throw new Error('the shop has books');
  return books;
}

test('a replaced supergraph is served within 6 s, and no request fails meanwhile', async () => {
  const world = await startGatewayWorld(shop());
  expect((await world.ask('{ added }')).status).toBe(400);
  const statuses = new Set<number>();
  let isRunning = true;
  const load = (async () => {
    while (isRunning) statuses.add((await world.ask('{ people { id read { title } } }')).status);
  })();
  replaceSupergraph(world, withField(shop(), world));
  const startedAt = Date.now();
  await until(async () => (await world.ask('{ added }')).status === 200);
  expect(Date.now() - startedAt).toBeLessThan(6_000);
  isRunning = false;
  await load;
  expect([...statuses]).toEqual([200]);
  await world.close();
});

test('a supergraph that cannot be served is refused and the old one stays', async () => {
  const world = await startGatewayWorld(shop());
  const unknown = world.supergraph.replace(
    'schema\n',
    'schema\n  @link(url: "https://example.com/secrecy/v9.0", for: SECURITY)\n',
  );
  for (const text of ['not a supergraph', unknown]) {
    world.logs.length = 0;
    replaceSupergraph(world, text);
    await until(() => world.logs.some((line) => line.includes('the old one stays')));
    expect((await world.ask('{ people { id } }')).status).toBe(200);
  }
  await world.close();
});

test.each([
  ['is missing', 'none.graphql', undefined, 'cannot be read'],
  ['is no supergraph', 'sdl.graphql', 'type Query { a: Int }', 'cannot be served'],
  ['is no GraphQL', 'text.graphql', 'hello', 'cannot be served'],
])('a gateway does not start on a supergraph that %s', async (_name, file, text, message) => {
  const world = await startGatewayWorld(shop());
  const path = join(world.folder, file);
  if (text !== undefined) writeFileSync(path, text);
  await expect(createGateway(checkConfig({ supergraph: path, port: 0 }))).rejects.toThrow(message);
  await world.close();
});

test('a gateway does not start on an unknown security feature or a newer version of a known one', async () => {
  for (const url of ['https://example.com/secrecy/v0.1', 'https://specs.apollo.dev/authenticated/v0.9']) {
    const start = startGatewayWorld(shop(), {}, (text) =>
      text.replace('schema\n', `schema\n  @link(url: "${url}", for: SECURITY)\n`),
    );
    await expect(start).rejects.toThrow(/for: SECURITY but is unsupported/);
  }
});

test('a configured subgraph that the supergraph does not have is named', async () => {
  const start = startGatewayWorld(shop(), { subgraphs: { persons: { url: 'http://127.0.0.1:1/' } } });
  await expect(start).rejects.toThrow('names the subgraph "persons", which is not among');
});

test('a configured address of a subgraph is used instead of the one in the supergraph', async () => {
  const first = await startGatewayWorld(shop());
  const second = await startGatewayWorld(shop(), {
    subgraphs: { people: { url: first.subgraph('people').url } },
  });
  await second.ask('{ people { id } }');
  expect([first.subgraph('people').seen.length, second.subgraph('people').seen.length]).toEqual([1, 0]);
  await Promise.all([first.close(), second.close()]);
});

test('a port in use is a clear error', async () => {
  const world = await startGatewayWorld(shop());
  const port = Number(new URL(world.url).port);
  const other = await createGateway(
    checkConfig({ supergraph: world.supergraphFile, port, log: { level: 'silent' } }),
  );
  await expect(other.listen()).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`);
  await world.close();
});

test('a stop finishes what runs, completes subscriptions and refuses what comes after', async () => {
  let release: () => void = () => undefined;
  const held = shop().map((definition): SubgraphDefinition => ({
    ...definition,
    handle: (_request, response, body) => {
      if (!body.includes('echo')) return false;
      release = () => void response.end('{"data":{"echo":"late"}}');
      response.writeHead(200, { 'content-type': 'application/json' });
      return true;
    },
  }));
  const world = await startGatewayWorld(held);
  const stream = await openStream(world.url, 'subscription { tick(everyMs: 60000) { id } }');
  const running = world.ask('{ echo(text: "x") }');
  await until(() => world.subgraph('people').seen.length === 2);
  const closing = world.gateway.close();
  expect((await stream.rest()).map(({ type }) => type)).toEqual(['complete']);
  await expect(fetch(`${new URL(world.url).origin}/ready`)).rejects.toThrow();
  release();
  expect((await running).body.data).toEqual({ echo: 'late' });
  await closing;
  await world.close();
});

test('a stop is announced by /ready for as long as configured, and all is answered meanwhile', async () => {
  const world = await startGatewayWorld(shop(), { shutdown: { readinessMs: 1_000 } });
  const ready = new URL('/ready', world.url);
  expect((await fetch(ready)).status).toBe(200);
  const closing = world.gateway.close();
  const announced = await fetch(ready);
  expect([announced.status, await announced.json()]).toEqual([503, { status: 'stopping' }]);
  expect((await world.ask('{ people { id } }')).status).toBe(200);
  await closing;
  await expect(fetch(ready)).rejects.toThrow();
  await world.close();
});

test('each request leaves one line in the log, with its id and without its secrets', async () => {
  const world = await startGatewayWorld(shop());
  await world.ask('query Named { people { id } }', {
    operationName: 'Named',
    headers: { 'x-request-id': 'r-1', authorization: 'Bearer secret' },
  });
  await until(() => world.logs.some((line) => line.includes('"r-1"')));
  const lines = world.logs.filter((line) => line.includes('"r-1"'));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ status: 200, operation: 'Named', msg: 'request' });
  expect(world.logs.join()).not.toContain('secret');
  await world.close();
});
