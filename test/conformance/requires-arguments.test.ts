import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

interface Ref {
  readonly id: string;
  readonly price?: number;
  readonly group?: { readonly mean?: number };
  readonly remarks?: readonly { readonly author?: string }[];
}

const RATES: Record<string, number> = { USD: 1, EUR: 2 };
const wares = [
  { id: 'w1', base: 11, mass: 1, mean: 11 },
  { id: 'w2', base: 22, mass: 2, mean: 22 },
];
const remarks = [
  { id: 'r1', ware: 'w1', author: 'x1' },
  { id: 'r2', ware: 'w1', author: 'x1' },
  { id: 'r3', ware: 'w1', author: 'x2' },
  { id: 'r4', ware: 'w2', author: 'x2' },
  { id: 'r5', ware: 'w2', author: 'x2' },
  { id: 'r6', ware: 'w2', author: 'x1' },
];

function priceIn(id: string, currency: string): number {
  return (wares.find((ware) => ware.id === id)?.base ?? 0) * (RATES[currency] ?? 0);
}

function remarksOn(id: string, limit: number): typeof remarks {
  return remarks.filter(({ ware }) => ware === id).slice(0, limit);
}

// costs counts on the arguments in its requirements: three remarks, prices in dollars, or in euros.
const check = conformance(
  [
    {
      name: 'stock',
      sdl: federated(`
        type Query { wares: [Ware!]! }
        type Ware @key(fields: "id") {
          id: ID!
          mass: Int!
          price(currency: String!): Int
          group: Group
          remarks(limit: Int!): [Remark!]!
        }
        type Group { mean(currency: String! = "USD"): Int }
        type Remark @key(fields: "id") { id: ID! }
      `),
      resolvers: {
        Query: { wares: () => wares },
        Ware: {
          __resolveReference: ({ id }: Ref) => wares.find((ware) => ware.id === id),
          price: ({ id }: Ref, { currency }: { currency: string }) => priceIn(id, currency),
          group: ({ id }: Ref) => ({
            mean: ({ currency }: { currency: string }) => priceIn(id, currency) + 1,
          }),
          remarks: ({ id }: Ref, { limit }: { limit: number }) => remarksOn(id, limit),
        },
      },
    },
    {
      name: 'people',
      sdl: federated(`type Remark @key(fields: "id") { id: ID! author: ID }`),
      resolvers: {
        Remark: { __resolveReference: ({ id }: Ref) => remarks.find((remark) => remark.id === id) },
      },
    },
    {
      name: 'costs',
      sdl: federated(`
        type Ware @key(fields: "id") {
          id: ID!
          mass: Int! @external
          price(currency: String!): Int @external
          group: Group @external
          remarks(limit: Int!): [Remark!]! @external
          dollars: Int @requires(fields: "price(currency: \\"USD\\") mass")
          euros: Int @requires(fields: "price(currency: \\"EUR\\")")
          isAbove: Boolean @requires(fields: "group { mean(currency: \\"EUR\\") }")
          lastAuthor: ID @requires(fields: "remarks(limit: 3) { author }")
        }
        type Group @external { mean(currency: String! = "USD"): Int }
        type Remark @key(fields: "id") { id: ID! author: ID @external }
      `),
      resolvers: {
        Ware: {
          dollars: ({ price, mass }: Ref & { mass?: number }) => (price ?? NaN) * (mass ?? NaN),
          euros: ({ price }: Ref) => price,
          isAbove: ({ group }: Ref) => (group?.mean ?? NaN) > 40,
          lastAuthor: ({ remarks: list = [] }: Ref) => {
            if (list.length !== 3) throw new Error(`three remarks are required, not ${list.length}`);
            return list[2]?.author;
          },
        },
      },
    },
  ],
  {
    monolith: {
      wares: wares.map(({ id, mass, base }) => ({
        id,
        mass,
        price: ({ currency }: { currency: string }) => priceIn(id, currency),
        group: { mean: ({ currency }: { currency: string }) => priceIn(id, currency) + 1 },
        remarks: ({ limit }: { limit: number }) => remarksOn(id, limit),
        dollars: base * mass,
        euros: base * 2,
        isAbove: base * 2 + 1 > 40,
        lastAuthor: remarksOn(id, 3)[2]?.author,
      })),
    },
  },
);

check('an argument of a required field is sent', '{ wares { id dollars } }', {
  wares: [
    { id: 'w1', dollars: 11 },
    { id: 'w2', dollars: 44 },
  ],
});

check('a required list of entities comes with its argument', '{ wares { lastAuthor } }', {
  wares: [{ lastAuthor: 'x2' }, { lastAuthor: 'x1' }],
});

check('a required argument inside an object', '{ wares { isAbove } }', {
  wares: [{ isAbove: false }, { isAbove: true }],
});

check(
  'the same argument asked for by the client shares the field',
  '{ wares { price(currency: "USD") dollars } }',
  {
    wares: [
      { price: 11, dollars: 11 },
      { price: 22, dollars: 44 },
    ],
  },
);

check('a client with another argument gets its own answer', '{ wares { price(currency: "EUR") dollars } }', {
  wares: [
    { price: 22, dollars: 11 },
    { price: 44, dollars: 44 },
  ],
});

check(
  'a client with a shorter list gets the shorter list',
  '{ wares { lastAuthor remarks(limit: 1) { id } } }',
  {
    wares: [
      { lastAuthor: 'x2', remarks: [{ id: 'r1' }] },
      { lastAuthor: 'x1', remarks: [{ id: 'r4' }] },
    ],
  },
);

check(
  'a client whose argument is a variable gets its own list',
  `query($limit: Int! = 1) { wares { ...A ...B lastAuthor } }
   fragment A on Ware { remarks(limit: $limit) { id } } fragment B on Ware { remarks(limit: $limit) { author } }`,
  {
    wares: [
      { remarks: [{ id: 'r1', author: 'x1' }], lastAuthor: 'x2' },
      { remarks: [{ id: 'r4', author: 'x2' }], lastAuthor: 'x1' },
    ],
  },
);

check('an alias of the client does not help or hurt', '{ wares { mine: price(currency: "EUR") dollars } }', {
  wares: [
    { mine: 22, dollars: 11 },
    { mine: 44, dollars: 44 },
  ],
});

check('two requirements with two arguments', '{ wares { dollars euros } }', {
  wares: [
    { dollars: 11, euros: 22 },
    { dollars: 44, euros: 44 },
  ],
});

check('everything at once', '{ wares { euros dollars price(currency: "EUR") isAbove group { mean } } }', {
  wares: [
    { euros: 22, dollars: 11, price: 22, isAbove: false, group: { mean: 12 } },
    { euros: 44, dollars: 44, price: 44, isAbove: true, group: { mean: 23 } },
  ],
});
