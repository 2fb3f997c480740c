import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const items = [
  { id: 'i1', price: 10, cheap: true, stock: 4, box: { size: 1 } },
  { id: 'i2', price: 99, cheap: false, stock: 0, box: { size: 2 } },
];

function of({ id }: { id: string }): (typeof items)[number] | undefined {
  return items.find((item) => item.id === id);
}

// price (a) -> cheap (b) -> label (c): a field that is left out must leave out its whole chain.
const check = conformance(
  [
    {
      name: 'a',
      sdl: federated(`
        type Query { items: [Item!]! item: Item }
        type Item @key(fields: "id") { id: ID! price: Int! }
      `),
      resolvers: { Query: { items: () => items, item: () => items[0] } },
    },
    {
      name: 'b',
      sdl: federated(`
        type Query { other: Int }
        type Item @key(fields: "id") {
          id: ID! price: Int! @external cheap: Boolean! @requires(fields: "price") stock: Int! box: Box!
        }
        type Box { size: Int! }
      `),
      resolvers: {
        Query: { other: () => 1 },
        Item: {
          cheap: ({ price }: { price: number }) => price < 50,
          stock: (item: { id: string }) => of(item)?.stock,
          box: (item: { id: string }) => of(item)?.box,
        },
      },
    },
    {
      name: 'c',
      sdl: federated(`
        type Item @key(fields: "id") {
          id: ID! cheap: Boolean! @external label: String! @requires(fields: "cheap") note: String
        }
      `),
      resolvers: {
        Item: { label: ({ cheap }: { cheap: boolean }) => (cheap ? 'sale' : 'full'), note: () => 'n' },
      },
    },
  ],
  {
    monolith: {
      items: items.map((item) => ({ ...item, label: item.cheap ? 'sale' : 'full', note: 'n' })),
      item: { ...items[0], label: 'sale', note: 'n' },
      other: 1,
    },
  },
);

const Q = 'query($yes: Boolean! = true, $no: Boolean! = false)';
const USE = 'y: __typename @include(if: $yes) n: __typename @include(if: $no)';
const ITEM = { y: 'Query', item: { price: 10 } };

check(
  '@include(if: false) of a variable leaves out the whole chain',
  `${Q} { ${USE} item { price label @include(if: $no) } }`,
  ITEM,
  { requests: { a: 1 } },
);

check('@skip(if: true) of a variable as well', `${Q} { ${USE} item { price label @skip(if: $yes) } }`, ITEM, {
  requests: { a: 1 },
});

check(
  '@include(if: true) fetches',
  `${Q} { ${USE} item { price label @include(if: $yes) } }`,
  {
    y: 'Query',
    item: { price: 10, label: 'sale' },
  },
  { requests: { a: 1, b: 1, c: 1 } },
);

check(
  '@skip(if: false) fetches',
  `${Q} { ${USE} item { price label @skip(if: $no) } }`,
  {
    y: 'Query',
    item: { price: 10, label: 'sale' },
  },
  { requests: { a: 1, b: 1, c: 1 } },
);

check(
  'literals decide when planning',
  '{ item { price label @include(if: false) cheap @skip(if: true) } }',
  { item: { price: 10 } },
  { requests: { a: 1 } },
);

check(
  'both directives must agree',
  `${Q} { ${USE} item { a: price @include(if: $yes) @skip(if: $yes) b: price @include(if: $yes) @skip(if: $no) c: stock @include(if: $no) @skip(if: $no) } }`,
  {
    y: 'Query',
    item: { b: 10 },
  },
  { requests: { a: 1 } },
);

check(
  'on a fragment',
  `${Q} { ${USE} item { price ... @include(if: $no) { label stock } ...S @skip(if: $yes) } } fragment S on Item { cheap }`,
  ITEM,
  { requests: { a: 1 } },
);

check(
  'a field that is in once though out elsewhere',
  `${Q} { ${USE} item { price label @include(if: $no) ... @include(if: $yes) { label } } }`,
  {
    y: 'Query',
    item: { price: 10, label: 'sale' },
  },
);

check(
  'nested fragments, each with a condition',
  `${Q} { ${USE} items { id ... @include(if: $yes) { stock ... @skip(if: $yes) { label } ... @skip(if: $no) { note } } } }`,
  {
    y: 'Query',
    items: [
      { id: 'i1', stock: 4, note: 'n' },
      { id: 'i2', stock: 0, note: 'n' },
    ],
  },
  { requests: { a: 1, b: 1, c: 1 } },
);

check('a sub-selection that is empty', `${Q} { ${USE} item { box { size @include(if: $no) } } }`, {
  y: 'Query',
  item: { box: {} },
});

check(
  'an object that is empty, with no need of its entity',
  `${Q} { ${USE} item { label @include(if: $no) } }`,
  { y: 'Query', item: {} },
  { requests: { a: 1 } },
);

check(
  'a root field that is left out is not asked for',
  `${Q} { ${USE} item @include(if: $no) { label } other }`,
  { y: 'Query', other: 1 },
  { requests: { b: 1 } },
);

check('nothing at all', `${Q} { item @include(if: $no) { id } other @skip(if: $yes) }`, {}, { requests: {} });

check(
  'a value from the client beats the default',
  `${Q} { ${USE} item { price label @include(if: $no) } }`,
  {
    y: 'Query',
    n: 'Query',
    item: { price: 10, label: 'sale' },
  },
  { variables: { no: true } },
);

test('the same document answers for every value, whatever was asked before', async () => {
  for (const [yes, keys] of [
    [true, ['id', 'label']],
    [false, ['id', 'note']],
    [true, ['id', 'label']],
  ] as const) {
    // prettier-ignore
    const { body } = await check.world().ask('query($v: Boolean!) { item { id label @include(if: $v) note @skip(if: $v) } }', { variables: { v: yes } });
    expect(Object.keys(body.data?.item ?? {})).toEqual(keys);
  }
});

check.refused(
  'a condition that is missing',
  'query($v: Boolean!) { item { id @include(if: $v) } }',
  'BAD_USER_INPUT',
);
