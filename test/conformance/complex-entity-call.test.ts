import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const groups = [
  { id: 'g1', tag: 't1', lead: 'w1', title: 'Tools' },
  { id: 'g2', tag: 't2', lead: 'w2', title: 'Toys' },
];
const wares = [
  { id: 'w1', pid: 'x1', group: 'g1', price: 100 },
  { id: 'w2', pid: 'x2', group: 'g2', price: 200 },
];
type Ware = (typeof wares)[number];

function group(id: string): object {
  const found = groups.find((one) => one.id === id);
  return { ...found, lead: () => wares.filter((ware) => ware.id === found?.lead).map(whole)[0] };
}

function whole(ware: Ware): Record<string, unknown> {
  return { ...ware, group: group(ware.group), price: { amount: ware.price } };
}

const list = wares.map(whole);
const keyed = wares.map(({ id, pid, group: of }) => ({ id, pid, group: { id: of, tag: `t${of.slice(1)}` } }));

// A catalogue has no key but its wares, a ware is known by two ids and its group, and the group leads back to a ware.
const check = conformance(
  [
    {
      name: 'wares',
      sdl: federated(`
        type Query { top: Catalogue! }
        type Catalogue @key(fields: "wares { id }") { wares: [Ware!]! @shareable }
        type Ware @key(fields: "id") @key(fields: "id pid") { id: ID! pid: ID! group: Group @shareable }
        type Group @key(fields: "id") { id: ID! tag: String @shareable lead: Ware! title: String }
      `),
      resolvers: {
        Query: { top: () => ({ wares: list }) },
        Ware: { __resolveReference: ({ id }: Ware) => wares.filter((ware) => ware.id === id).map(whole)[0] },
        Group: { __resolveReference: ({ id }: { id: string }) => group(id) },
      },
    },
    {
      name: 'links',
      sdl: federated(`
        type Ware @key(fields: "id") @key(fields: "id pid") { id: ID! pid: ID! }
      `),
      resolvers: { Ware: { __resolveReference: findBy(wares, 'id') } },
    },
    {
      name: 'lists',
      sdl: federated(`
        type Catalogue @key(fields: "wares { id pid }") { wares: [Ware!]! @shareable first: Ware! chosen: Ware @shareable }
        type Ware @key(fields: "id pid") { id: ID! pid: ID! }
      `),
      resolvers: {
        Catalogue: {
          first: ({ wares: all }: { wares: Ware[] }) => all[0],
          chosen: ({ wares: all }: { wares: Ware[] }) => all.find(({ pid }) => pid === 'x2'),
        },
        Ware: { __resolveReference: findBy(wares, 'id', 'pid') },
      },
    },
    {
      name: 'prices',
      sdl: federated(`
        type Catalogue @key(fields: "wares { id pid group { id tag } } chosen { id }") {
          wares: [Ware!]! @shareable
          chosen: Ware @shareable
          total: Int!
        }
        type Ware @key(fields: "id pid group { id tag }") { id: ID! pid: ID! group: Group @shareable price: Price }
        type Group @key(fields: "id tag") { id: ID! tag: String @shareable }
        type Price { amount: Int! }
      `),
      resolvers: {
        Catalogue: {
          chosen: ({ chosen }: { chosen: { id: string } }) => keyed.find(({ id }) => id === chosen.id),
          total: ({ wares: all }: { wares: Ware[] }) =>
            all.reduce((sum, { id }) => sum + (wares.find((ware) => ware.id === id)?.price ?? 0), 0),
        },
        Ware: {
          __resolveReference: (ware: Partial<(typeof keyed)[number]>) =>
            findBy(keyed, 'id', 'pid', 'group')(ware),
          price: ({ id }: { id: string }) => ({ amount: wares.find((ware) => ware.id === id)?.price }),
        },
      },
    },
  ],
  { monolith: { top: { wares: list, first: list[0], chosen: list[1], total: 300 } } },
);

check('lists as keys, and keys inside them', '{ top { wares { id pid price { amount } } } }', {
  top: {
    wares: [
      { id: 'w1', pid: 'x1', price: { amount: 100 } },
      { id: 'w2', pid: 'x2', price: { amount: 200 } },
    ],
  },
});

check(
  'a group leads back to a ware, and that to its price',
  '{ top { wares { id group { title lead { id pid price { amount } } } } } }',
  {
    top: {
      wares: [
        { id: 'w1', group: { title: 'Tools', lead: { id: 'w1', pid: 'x1', price: { amount: 100 } } } },
        { id: 'w2', group: { title: 'Toys', lead: { id: 'w2', pid: 'x2', price: { amount: 200 } } } },
      ],
    },
  },
);

check(
  'the list is the key of its own neighbours',
  '{ top { first { id group { title } } chosen { pid price { amount } } } }',
  {
    top: { first: { id: 'w1', group: { title: 'Tools' } }, chosen: { pid: 'x2', price: { amount: 200 } } },
  },
);

check('a key that holds another key of another subgraph', '{ top { total } }', { top: { total: 300 } });

check(
  'everything at once',
  '{ top { total wares { group { tag id } pid } chosen { id group { id } } first { price { amount } } } }',
  {
    top: {
      total: 300,
      wares: [
        { group: { tag: 't1', id: 'g1' }, pid: 'x1' },
        { group: { tag: 't2', id: 'g2' }, pid: 'x2' },
      ],
      chosen: { id: 'w2', group: { id: 'g2' } },
      first: { price: { amount: 100 } },
    },
  },
);
