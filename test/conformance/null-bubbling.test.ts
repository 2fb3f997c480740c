import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

function bad(): never {
  throw new Error('broken');
}

const ids = ['ok', 'null', 'bad'];
const pages = ids.map((id) => ({ id }));

/** What the second subgraph says of a page by its id; for the schema without subgraphs as well. */
function page(id: string): Record<string, unknown> {
  const value = (): string | null => (id === 'bad' ? bad() : id === 'null' ? null : 'fine');
  return {
    id,
    soft: value,
    hard: value,
    inner: { soft: value, hard: value },
    list: () => [value(), 'x'].map((text) => ({ hard: text })),
  };
}

const check = conformance(
  [
    {
      name: 'pages',
      sdl: federated(`
        type Query { soft: [Page] items: [Page!] all: [Page!]! one(id: ID!): Page must(id: ID!): Page! wrap(id: ID!): Wrap nested: [[Page!]!] }
        type Wrap { page: Page! side: Int }
        type Page @key(fields: "id") { id: ID! }
      `),
      resolvers: {
        Query: {
          soft: () => pages,
          items: () => pages,
          all: () => pages,
          one: (_: unknown, { id }: { id: string }) => ({ id }),
          must: (_: unknown, { id }: { id: string }) => ({ id }),
          wrap: (_: unknown, { id }: { id: string }) => ({ page: { id }, side: 1 }),
          nested: () => [[{ id: 'ok' }], pages],
        },
      },
    },
    {
      name: 'texts',
      sdl: federated(`
        type Query { other: Int }
        type Page @key(fields: "id") { id: ID! soft: String hard: String! inner: Inner list: [Inner!] }
        type Inner { soft: String hard: String! }
      `),
      resolvers: {
        Query: { other: () => 5 },
        Page: { __resolveReference: ({ id }: { id: string }) => page(id) },
      },
    },
  ],
  {
    monolith: {
      soft: ids.map(page),
      items: ids.map(page),
      all: ids.map(page),
      one: ({ id }: { id: string }) => page(id),
      must: ({ id }: { id: string }) => page(id),
      wrap: ({ id }: { id: string }) => ({ page: page(id), side: 1 }),
      nested: [[page('ok')], ids.map(page)],
      other: 5,
    },
  },
);

check(
  'a nullable failure stays where it is',
  '{ soft { id soft } }',
  {
    soft: [
      { id: 'ok', soft: 'fine' },
      { id: 'null', soft: null },
      { id: 'bad', soft: null },
    ],
  },
  { errors: ['soft.2.soft'] },
);

check(
  'a failure takes its item of a list',
  '{ soft { id hard } }',
  { soft: [{ id: 'ok', hard: 'fine' }, null, null] },
  {
    errors: ['soft.1.hard', 'soft.2.hard'],
  },
);

check(
  'items that may not be null take the list',
  '{ items { hard } other }',
  { items: null, other: 5 },
  {
    explained: ['items'],
    hasMonolith: false,
  },
);

check('a list that may not be null takes all', '{ all { id hard } other }', null, {
  explained: ['all'],
  hasMonolith: false,
});

check(
  'one failure at a time: a list',
  '{ one(id: "bad") { list { hard } } a: one(id: "ok") { list { hard } } }',
  {
    one: { list: null },
    a: { list: [{ hard: 'fine' }, { hard: 'x' }] },
  },
  { errors: ['one.list'] },
);

check(
  'a null under a type that may not be null',
  '{ one(id: "null") { list { hard } inner { soft } } }',
  {
    one: { list: null, inner: { soft: null } },
  },
  { errors: ['one.list.0.hard'] },
);

check(
  'one object deeper',
  '{ one(id: "bad") { id inner { hard } } }',
  { one: { id: 'bad', inner: null } },
  { errors: ['one.inner.hard'] },
);

check('a root that may not be null', '{ must(id: "bad") { id hard } other }', null, {
  errors: ['must.hard'],
});

check(
  'a root that may not be null, with a nullable failure',
  '{ must(id: "bad") { id soft } other }',
  {
    must: { id: 'bad', soft: null },
    other: 5,
  },
  { errors: ['must.soft'] },
);

check(
  'through an object of the first subgraph',
  '{ wrap(id: "null") { side page { hard } } w: wrap(id: "ok") { page { hard } side } }',
  {
    wrap: null,
    w: { page: { hard: 'fine' }, side: 1 },
  },
  { errors: ['wrap.page.hard'] },
);

check(
  'lists of lists',
  '{ nested { id } n: nested { soft } }',
  {
    nested: [[{ id: 'ok' }], [{ id: 'ok' }, { id: 'null' }, { id: 'bad' }]],
    n: [[{ soft: 'fine' }], [{ soft: 'fine' }, { soft: null }, { soft: null }]],
  },
  { errors: ['n.1.2.soft'] },
);

check(
  'lists of lists that may not hold null',
  '{ nested { hard } }',
  { nested: null },
  { explained: ['nested'], hasMonolith: false },
);

check(
  'under an alias the path is the alias',
  '{ x: one(id: "bad") { y: soft z: inner { v: hard } } }',
  {
    x: { y: null, z: null },
  },
  { errors: ['x.y', 'x.z.v'] },
);

check(
  'a failure under a condition that is off is none',
  'query($no: Boolean = false) { one(id: "bad") { id soft @include(if: $no) hard @include(if: $no) } }',
  {
    one: { id: 'bad' },
  },
);
