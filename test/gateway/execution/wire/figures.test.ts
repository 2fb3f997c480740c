import { until } from '../../../kit/gateway-streams';
import { entities, startWireWorld, type WireWorld } from './wire-world';

let world: WireWorld;
beforeAll(async () => {
  world = await startWireWorld();
});
afterAll(() => world.close());

const ITEM = '{"data":{"item":{"__typename":"Item","id":"1","name":"n"}}}';
const PRICE = entities(() => ({ price: '5' }));
const QUERY = '{ item { name price } }';

/** Requests that the gateway has counted, whatever came of them. */
async function counted(): Promise<number> {
  const text = await (await fetch(new URL('/metrics', world.url))).text();
  const lines = text.split('\n').filter((line) => line.startsWith('gateway_subgraph_requests_total{'));
  return lines.reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
}

test.each([
  ['good', ITEM, PRICE],
  ['with errors', ITEM, '{"data":null,"errors":[{"message":"m"}]}'],
  ['no JSON', ITEM, 'oops'],
  ['with errors from the start', '{"data":{"item":null},"errors":[{"message":"m"}]}', PRICE],
])('each request is counted once when answers are %s', async (_name, items, prices) => {
  world.replies = { items, prices };
  const before = await counted();
  const asked = await world.askFiveTimes(QUERY);
  const sent = asked.reduce((total, { requests }) => total + requests.length, 0);
  expect(await counted()).toBe(before + sent);
});

test('a client that leaves midway stops nothing for the one after it', async () => {
  const query = 'query Leaving { item { name price } }';
  world.replies = { items: ITEM, prices: PRICE };
  for (let run = 0; run < 5; run += 1) await world.ask(query);
  let waiting = 0;
  world.replies = {
    items: () => {
      waiting += 1;
      return ITEM;
    },
    prices: PRICE,
  };
  for (let round = 0; round < 20; round += 1) {
    const leaving = new AbortController();
    const seen = waiting;
    const left = fetch(world.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    }).then(
      (response) => response.text(),
      () => 'left',
    );
    await until(() => waiting > seen);
    leaving.abort();
    await left;
    expect((await world.ask(query)).body).toEqual({ data: { item: { name: 'n', price: 5 } } });
  }
});
