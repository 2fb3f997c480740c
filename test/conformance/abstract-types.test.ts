import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const house = { __typename: 'House', id: 'x1', title: 'North' };
const solo = { __typename: 'Solo', id: 'x2', mail: 'solo@example.org' };
const NOTHING: string[] = [];
const wares = [
  { __typename: 'Book', id: 'p1', sku: 's1', size: { cm: 20 }, title: 'Tides', maker: house, alike: ['p2'] },
  { __typename: 'Book', id: 'p2', sku: 's2', size: { cm: 21 }, title: 'Cables', maker: solo, alike: NOTHING },
  {
    __typename: 'Journal',
    id: 'p3',
    sku: 's3',
    size: { cm: 30 },
    issue: 7,
    maker: house,
    alike: ['p1', 'p3'],
  },
];
type Ware = (typeof wares)[number];
const notes = [
  { id: 1, ware: 'p1', stars: 5 },
  { id: 2, ware: 'p1', stars: 3 },
  { id: 3, ware: 'p3', stars: 4 },
];
const books = wares.slice(0, 2);
const journals = wares.slice(2);

function notesOn({ id }: { id: string }): typeof notes {
  return notes.filter(({ ware }) => ware === id);
}

function alikeOf({ alike }: { alike: string[] }): Ware[] {
  return wares.filter(({ id }) => alike.includes(id));
}

/** The same ware with its relations, for the schema without subgraphs. */
function whole(ware: Ware): Record<string, unknown> {
  return {
    ...ware,
    alike: () => alikeOf(ware).map(whole),
    notes: () => notesOn(ware).map((note) => ({ ...note, ware: whole(ware) })),
    noteCount: notesOn(ware).length,
  };
}

// Interfaces that implement interfaces, a union of entities inside, four subgraphs with a part each.
const check = conformance(
  [
    {
      name: 'wares',
      sdl: federated(`
        type Query { wares: [Ware!]! like(id: ID!): [Like!]! }
        interface Like { id: ID! sku: String! }
        interface Ware implements Like { id: ID! sku: String! size: Size alike: [Like!]! }
        type Size { cm: Int! }
        type Book implements Ware & Like @key(fields: "id") { id: ID! sku: String! size: Size alike: [Like!]! }
        type Journal implements Ware & Like @key(fields: "id") { id: ID! sku: String! size: Size alike: [Like!]! }
      `),
      resolvers: {
        Query: {
          wares: () => wares,
          like: (_: unknown, { id }: { id: string }) =>
            wares.filter((ware) => ware.id === id).flatMap(alikeOf),
        },
        Book: { __resolveReference: findBy(books, 'id'), alike: alikeOf },
        Journal: { __resolveReference: findBy(journals, 'id'), alike: alikeOf },
      },
    },
    {
      name: 'texts',
      sdl: federated(`
        type Book @key(fields: "id") { id: ID! title: String! maker: Maker }
        type Journal @key(fields: "id") { id: ID! issue: Int! maker: Maker }
        union Maker = House | Solo
        type House @key(fields: "id") { id: ID! }
        type Solo { mail: String! }
      `),
      resolvers: {
        Book: { __resolveReference: findBy(books, 'id') },
        Journal: { __resolveReference: findBy(journals, 'id') },
      },
    },
    {
      name: 'houses',
      sdl: federated(`type House @key(fields: "id") { id: ID! title: String! }`),
      resolvers: { House: { __resolveReference: findBy([house], 'id') } },
    },
    {
      name: 'notes',
      sdl: federated(`
        interface Ware { id: ID! notes: [Note!]! noteCount: Int! }
        type Book implements Ware @key(fields: "id") { id: ID! notes: [Note!]! noteCount: Int! }
        type Journal implements Ware @key(fields: "id") { id: ID! notes: [Note!]! noteCount: Int! }
        type Note { id: Int! stars: Int! ware: Ware! }
      `),
      resolvers: {
        Book: { notes: notesOn, noteCount: (ware: Ware) => notesOn(ware).length },
        Journal: { notes: notesOn, noteCount: (ware: Ware) => notesOn(ware).length },
        Note: { ware: ({ ware }: { ware: string }) => findBy(wares, 'id')({ id: ware }) },
      },
    },
  ],
  {
    monolith: {
      wares: wares.map(whole),
      like: ({ id }: { id: string }) =>
        wares
          .filter((ware) => ware.id === id)
          .flatMap(alikeOf)
          .map(whole),
    },
  },
);

check(
  'fields of the interface',
  '{ wares { id sku size { cm } } }',
  {
    wares: [
      { id: 'p1', sku: 's1', size: { cm: 20 } },
      { id: 'p2', sku: 's2', size: { cm: 21 } },
      { id: 'p3', sku: 's3', size: { cm: 30 } },
    ],
  },
  { requests: { wares: 1 } },
);

check(
  'an interface below an interface',
  '{ like(id: "p3") { id ... on Ware { size { cm } alike { sku } } } }',
  {
    like: [
      { id: 'p1', size: { cm: 20 }, alike: [{ sku: 's2' }] },
      { id: 'p3', size: { cm: 30 }, alike: [{ sku: 's1' }, { sku: 's3' }] },
    ],
  },
);

check(
  'fragments inside fragments that all say the same',
  '{ wares { ... on Ware { ... on Like { sku ... on Book { sku } } } ... on Journal { sku } } }',
  {
    wares: [{ sku: 's1' }, { sku: 's2' }, { sku: 's3' }],
  },
);

check(
  'type names under aliases, in fragments of interfaces',
  '{ wares { sku ... on Like { __typename kind: __typename } } }',
  {
    wares: [
      { sku: 's1', __typename: 'Book', kind: 'Book' },
      { sku: 's2', __typename: 'Book', kind: 'Book' },
      { sku: 's3', __typename: 'Journal', kind: 'Journal' },
    ],
  },
);

check('an interface field that another subgraph adds', '{ wares { noteCount notes { stars } } }', {
  wares: [
    { noteCount: 2, notes: [{ stars: 5 }, { stars: 3 }] },
    { noteCount: 0, notes: [] },
    { noteCount: 1, notes: [{ stars: 4 }] },
  ],
});

check(
  'there and back through abstract fields',
  '{ wares { notes { id ware { sku ... on Journal { issue } ... on Book { noteCount } } } } }',
  {
    wares: [
      {
        notes: [
          { id: 1, ware: { sku: 's1', noteCount: 2 } },
          { id: 2, ware: { sku: 's1', noteCount: 2 } },
        ],
      },
      { notes: [] },
      { notes: [{ id: 3, ware: { sku: 's3', issue: 7 } }] },
    ],
  },
);

const MAKERS = `fragment M on Maker { ... on House { id title } ... on Solo { mail } }`;

check(
  'a union with entities inside, from two types',
  `{ wares { ... on Book { maker { ...M } } ... on Journal { maker { __typename ...M } } } } ${MAKERS}`,
  {
    wares: [
      { maker: { id: 'x1', title: 'North' } },
      { maker: { mail: 'solo@example.org' } },
      { maker: { __typename: 'House', id: 'x1', title: 'North' } },
    ],
  },
);

for (const [flag, bool] of [
  ['@include(if: $on)', true],
  ['@skip(if: $off)', true],
  ['@include(if: $off)', false],
  ['@skip(if: $on)', false],
] as const) {
  check(
    `a fragment with ${flag} in the middle`,
    `query($on: Boolean = true, $off: Boolean = false) {
      on: __typename @include(if: $on) off: __typename @include(if: $off)
      like(id: "p3") { id ... on Book ${flag} { title ... on Ware { sku } } ... on Journal { sku } }
    }`,
    {
      on: 'Query',
      like: [bool ? { id: 'p1', title: 'Tides', sku: 's1' } : { id: 'p1' }, { id: 'p3', sku: 's3' }],
    },
  );
}

check(
  'two aliases of one list with other fragments',
  '{ a: like(id: "p1") { ... on Book { title } } b: like(id: "p3") { ... on Journal { issue } } }',
  {
    a: [{ title: 'Cables' }],
    b: [{}, { issue: 7 }],
  },
);
