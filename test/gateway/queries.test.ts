import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';
import { shop } from '../kit/gateway-shop';

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld(shop());
});
afterAll(() => world.close());

test('an operation joins entities of two subgraphs', async () => {
  const { status, body } = await world.ask('query Q($id: ID!) { person(id: $id) { name read { title } } }', {
    variables: { id: '7' },
  });
  expect(status).toBe(200);
  expect(body).toEqual({ data: { person: { name: 'Person 7', read: [{ title: 'book of 7' }] } } });
});

test('a subscription streams each event joined with another subgraph', async () => {
  const response = await fetch(world.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { renamed(count: 2) { name favourite { title } } }' }),
  });
  const text = await response.text();
  expect(text.match(/^data: \{.*$/gm)).toEqual([
    'data: {"data":{"renamed":{"name":"Person 1","favourite":{"title":"best of 1"}}}}',
    'data: {"data":{"renamed":{"name":"Person 2","favourite":{"title":"best of 2"}}}}',
  ]);
  expect(text).toMatch(/event: complete\ndata:\n\n$/);
});
