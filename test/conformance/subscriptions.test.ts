import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const names: Record<string, string> = { b1: 'Mug', b2: 'Jar' };

const check = conformance([
  {
    name: 'bids',
    sdl: federated(`
      type Query { none: Int }
      type Subscription { bids(count: Int!): Bid! broken: Bid }
      type Bid { amount: Int! lot: Lot! }
      type Lot @key(fields: "id") { id: ID! }
    `),
    resolvers: {
      Subscription: {
        bids: {
          subscribe: async function* (_: unknown, { count }: { count: number }) {
            for (let amount = 1; amount <= count; amount += 1) {
              yield { bids: { amount, lot: { id: amount === 3 ? 'gone' : `b${amount}` } } };
            }
          },
        },
        broken: {
          subscribe: async function* () {
            yield { broken: new Error('no') };
            yield { broken: { amount: 2, lot: { id: 'b2' } } };
          },
        },
      },
    },
  },
  {
    name: 'lots',
    sdl: federated(
      `type Lot @key(fields: "id") { id: ID! name: String hard: String! price(unit: Int = 1): Int }`,
    ),
    resolvers: {
      Lot: {
        __resolveReference: ({ id }: { id: string }) =>
          id in names ? { id, name: names[id], hard: names[id] } : null,
        price: (_: unknown, { unit }: { unit: number }) => 100 / unit,
      },
    },
  },
]);

/** The events of a subscription as the client reads them. */
async function events(query: string, variables?: Record<string, unknown>): Promise<unknown[]> {
  const response = await fetch(check.world().url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json = '']): unknown => JSON.parse(json));
}

test('each event is joined with its entity', async () => {
  expect(await events('subscription { bids(count: 2) { amount lot { id name } } }')).toEqual([
    { data: { bids: { amount: 1, lot: { id: 'b1', name: 'Mug' } } } },
    { data: { bids: { amount: 2, lot: { id: 'b2', name: 'Jar' } } } },
  ]);
});

test('aliases, type names, variables and fragments', async () => {
  const query = `subscription($n: Int!, $u: Int, $no: Boolean = false) {
    bid: bids(count: $n) { __typename lot { ...L name @include(if: $no) } }
  } fragment L on Lot { cost: price(unit: $u) kind: __typename }`;
  expect(await events(query, { n: 1, u: 4 })).toEqual([
    { data: { bid: { __typename: 'Bid', lot: { cost: 25, kind: 'Lot' } } } },
  ]);
});

test('an entity that is gone is null in its own event only', async () => {
  expect(await events('subscription { bids(count: 3) { lot { name } } }')).toEqual([
    { data: { bids: { lot: { name: 'Mug' } } } },
    { data: { bids: { lot: { name: 'Jar' } } } },
    { data: { bids: { lot: { name: null } } } },
  ]);
});

test('a null where none may be takes its own event', async () => {
  const [first, , third] = await events('subscription { bids(count: 3) { lot { hard } } }');
  expect(first).toEqual({ data: { bids: { lot: { hard: 'Mug' } } } });
  expect(third).toMatchObject({ data: null, errors: [{ path: ['bids', 'lot', 'hard'] }] });
});

test('an event with an error does not end the stream', async () => {
  const [first, second] = await events('subscription { broken { amount lot { name } } }');
  expect(first).toMatchObject({ data: { broken: null }, errors: [{ path: ['broken'] }] });
  expect(second).toEqual({ data: { broken: { amount: 2, lot: { name: 'Jar' } } } });
});

test('without entities the events pass as they are', async () => {
  check.world().subgraph('lots').seen.length = 0;
  expect(await events('subscription { bids(count: 1) { amount lot { id } } }')).toEqual([
    { data: { bids: { amount: 1, lot: { id: 'b1' } } } },
  ]);
  expect(check.world().subgraph('lots').seen).toEqual([]);
});
