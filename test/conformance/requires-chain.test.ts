import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const goods = [
  { id: 'g1', price: 40, rate: 2 },
  { id: 'g2', price: 400, rate: 3 },
];

interface Good {
  readonly id: string;
  readonly price?: number;
  readonly rate?: number;
  readonly discount?: number;
  readonly final?: number;
  readonly isDear?: boolean;
}

function find({ id }: Good): Good | undefined {
  return goods.find((good) => good.id === id);
}

/** Fails as a resolver does when the gateway did not send what the field requires. */
function need<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`${name} is required`);
  return value;
}

// price (a) -> discount (b) -> final (c) -> isDear (d) -> verdict (a), and a field that needs the ends.
const check = conformance(
  [
    {
      name: 'a',
      sdl: federated(`
        type Query { good(id: ID!): Good goods: [Good!]! }
        type Good @key(fields: "id") {
          id: ID! price: Int! isDear: Boolean! @external verdict: String! @requires(fields: "isDear")
        }
      `),
      resolvers: {
        Query: { good: (_: unknown, { id }: Good) => find({ id }), goods: () => goods },
        Good: {
          __resolveReference: (good: Good) => ({ ...find(good), ...good }),
          verdict: ({ isDear }: Good) => (need(isDear, 'isDear') ? 'no' : 'yes'),
        },
      },
    },
    {
      name: 'b',
      sdl: federated(`
        type Good @key(fields: "id") { id: ID! price: Int! @external discount: Int! @requires(fields: "price") rate: Int! }
      `),
      resolvers: {
        Good: {
          __resolveReference: (good: Good) => ({ ...find(good), price: undefined, ...good }),
          discount: ({ price }: Good) => need(price, 'price') / 10,
        },
      },
    },
    {
      name: 'c',
      sdl: federated(`
        type Good @key(fields: "id") {
          id: ID! discount: Int! @external rate: Int! @external final: Int! @requires(fields: "discount rate")
        }
      `),
      resolvers: {
        Good: { final: (good: Good) => need(good.discount, 'discount') * need(good.rate, 'rate') },
      },
    },
    {
      name: 'd',
      sdl: federated(`
        type Good @key(fields: "id") {
          id: ID!
          final: Int! @external
          price: Int! @external
          isDear: Boolean! @requires(fields: "final")
          summary: String! @requires(fields: "price final")
        }
      `),
      resolvers: {
        Good: {
          isDear: ({ final }: Good) => need(final, 'final') > 100,
          summary: ({ price, final }: Good) => `${need(price, 'price')}/${need(final, 'final')}`,
        },
      },
    },
  ],
  {
    monolith: {
      good: ({ id }: Good) => goods.filter((good) => good.id === id).map(computed)[0],
      goods: goods.map(computed),
    },
  },
);

function computed(good: (typeof goods)[number]): Record<string, unknown> {
  const discount = good.price / 10;
  const final = discount * good.rate;
  const isDear = final > 100;
  return {
    ...good,
    discount,
    final,
    isDear,
    verdict: isDear ? 'no' : 'yes',
    summary: `${good.price}/${final}`,
  };
}

check('one link', '{ good(id: "g1") { discount } }', { good: { discount: 4 } }, { requests: { a: 1, b: 1 } });

check(
  'two links',
  '{ good(id: "g1") { final } }',
  { good: { final: 8 } },
  { requests: { a: 1, b: 1, c: 1 } },
);

check(
  'three links',
  '{ good(id: "g2") { isDear } }',
  { good: { isDear: true } },
  {
    requests: { a: 1, b: 1, c: 1, d: 1 },
  },
);

check(
  'the chain comes back to where it began',
  '{ goods { verdict } }',
  {
    goods: [{ verdict: 'yes' }, { verdict: 'no' }],
  },
  { requests: { a: 2, b: 1, c: 1, d: 1 } },
);

check('a field needs both ends of the chain', '{ goods { summary } }', {
  goods: [{ summary: '40/8' }, { summary: '400/120' }],
});

check('all links at once', '{ goods { verdict summary isDear final discount price rate } }', {
  goods: [
    { verdict: 'yes', summary: '40/8', isDear: false, final: 8, discount: 4, price: 40, rate: 2 },
    { verdict: 'no', summary: '400/120', isDear: true, final: 120, discount: 40, price: 400, rate: 3 },
  ],
});

check('links under aliases', '{ goods { final: price price: final isDear: verdict } }', {
  goods: [
    { final: 40, price: 8, isDear: 'yes' },
    { final: 400, price: 120, isDear: 'no' },
  ],
});
