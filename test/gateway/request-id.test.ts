import { shop } from '../kit/gateway-shop';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld(shop());
});
afterAll(() => world.close());

test.each([
  ['one answer', 'application/json', '{ people { id } }'],
  ['a refusal', 'application/json', '{ nothing }'],
  ['a refused head', 'image/png', '{ people { id } }'],
  ['an answer as an event stream', 'text/event-stream', '{ people { id } }'],
  ['a subscription over an event stream', 'text/event-stream', 'subscription { renamed(count: 1) { name } }'],
  ['a subscription in parts', 'multipart/mixed', 'subscription { renamed(count: 1) { name } }'],
  ['a deferred answer', 'multipart/mixed', '{ people { id ... @defer { name read { title } } } }'],
])('%s says the id of its request', async (_name, accept, query) => {
  // The second time, the document is known and the request takes the short way.
  for (const id of ['first', 'second']) {
    const response = await fetch(world.url, {
      method: 'POST',
      headers: { accept, 'content-type': 'application/json', 'x-request-id': id },
      body: JSON.stringify({ query }),
    });
    await response.text();
    expect(response.headers.get('x-request-id')).toBe(id);
  }
});

test('a request without an id gets one of its own', async () => {
  const ids = new Set<string | null>();
  for (let count = 0; count < 3; count += 1) {
    ids.add((await world.ask('{ people { id } }')).headers.get('x-request-id'));
  }
  expect([ids.size, ids.has(null)]).toEqual([3, false]);
});
