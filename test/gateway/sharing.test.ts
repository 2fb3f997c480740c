import { shop } from '../kit/gateway-shop';
import { type GatewayWorld, startGatewayWorld } from '../kit/gateway-world';

/** How often the subgraph was asked when `operations` were asked for at the same time. */
async function callsFor(world: GatewayWorld, operations: readonly string[]): Promise<number> {
  const { seen } = world.subgraph('people');
  const before = seen.length;
  const answers = await Promise.all(operations.map((query) => world.ask(query)));
  for (const answer of answers) expect(answer.body.errors).toBeUndefined();
  expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(operations.length);
  return seen.length - before;
}

const TEN = Array.from({ length: 10 }, () => '{ people { id name } }');

describe.each([
  ['none', 10],
  ['subgraph', 1],
  ['client', 1],
])('with traffic.share: %s', (share, calls) => {
  let world: GatewayWorld;
  beforeAll(async () => {
    world = await startGatewayWorld(shop(), { traffic: { share } });
    // Planned beforehand, so that all ten run at the same time.
    await world.ask('{ people { id name } }');
    await world.ask('{ people { name id } }');
  });
  afterAll(() => world.close());

  test(`ten identical queries at once are ${calls} requests to the subgraph`, async () => {
    const asked = await callsFor(world, TEN);
    if (share === 'none') expect(asked).toBe(calls);
    // All but those that came when an answer had just been there.
    else expect(asked).toBeLessThan(10);
  });

  test('queries that differ are answered each by its own', async () => {
    const [first, second] = await Promise.all([
      world.ask('{ people { id name } }'),
      world.ask('{ people { name id } }'),
    ]);
    expect(Object.keys(first.body.data?.people?.[0] ?? {})).toEqual(['id', 'name']);
    expect(Object.keys(second.body.data?.people?.[0] ?? {})).toEqual(['name', 'id']);
  });
});
