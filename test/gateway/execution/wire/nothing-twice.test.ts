import { entities, startWireWorld, type WireWorld } from './wire-world';

let world: WireWorld;
beforeAll(async () => {
  world = await startWireWorld();
});
afterAll(() => world.close());

const SAME = '{"data":{"item":{"__typename":"Item","id":"1"},"other":{"__typename":"Item","id":"1"}}}';

test('an object that two steps complete in one list is sent once', async () => {
  world.replies = { items: SAME, prices: entities(() => '{"price":5}') };
  const asked = await world.askFiveTimes('{ item { price } other { price } }');
  expect(asked[4]?.answer.body).toEqual({ data: { item: { price: 5 }, other: { price: 5 } } });
  for (const one of asked) {
    expect(one.answer.text).toBe(asked[0]?.answer.text);
    expect(one.requests).toHaveLength(2);
    expect(one.requests[1]).toContain('"variables":{"representations":[{"__typename":"Item","id":"1"}]}');
  }
});
