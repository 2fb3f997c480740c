import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const songs = [
  {
    id: 's1',
    title: 'Rain',
    length: 180,
    label: { id: 'l1', name: 'North', city: { code: 'RVK', mayor: 'Dagur' } },
  },
  {
    id: 's2',
    title: 'Snow',
    length: 240,
    label: { id: 'l1', name: 'North', city: { code: 'RVK', mayor: 'Dagur' } },
  },
];
const labels = [{ id: 'l1', name: 'North', city: { code: 'RVK', mayor: 'Dagur' } }];
const charts = [{ week: 1, top: songs[0] }, { week: 2, top: null }]; // prettier-ignore

/** A field of the owner that a good plan never needs, since it was provided. */
function owned(value: unknown): () => unknown {
  return () => value;
}

const check = conformance(
  [
    {
      name: 'charts',
      sdl: federated(`
        type Query { charts: [Chart!]! plain: [Song!]! nested: [Song!]! @provides(fields: "label { name city { code } }") }
        type Chart { week: Int! top: Song @provides(fields: "title length") }
        type Song @key(fields: "id") { id: ID! title: String @external length: Int! @external label: Label @external }
        type Label @key(fields: "id") { id: ID! name: String @external city: City @external }
        type City @key(fields: "code") { code: ID! }
      `),
      resolvers: { Query: { charts: () => charts, plain: () => songs, nested: () => songs } },
    },
    {
      name: 'songs',
      sdl: federated(`
        type Song @key(fields: "id") { id: ID! title: String @shareable length: Int! @shareable label: Label @shareable }
        type Label @key(fields: "id") { id: ID! name: String @shareable city: City @shareable }
        type City @key(fields: "code") { code: ID! mayor: String }
      `),
      resolvers: {
        Song: { __resolveReference: findBy(songs, 'id') },
        Label: { __resolveReference: findBy(labels, 'id') },
        City: { __resolveReference: owned(labels[0]?.city) },
      },
    },
  ],
  { monolith: { charts, plain: songs, nested: songs } },
);

check(
  'a provided field needs no second subgraph',
  '{ charts { week top { id title length } } }',
  {
    charts: [
      { week: 1, top: { id: 's1', title: 'Rain', length: 180 } },
      { week: 2, top: null },
    ],
  },
  { requests: { charts: 1 } },
);

check(
  'the same field is fetched where the path does not provide it',
  '{ plain { title } }',
  { plain: [{ title: 'Rain' }, { title: 'Snow' }] },
  { requests: { charts: 1, songs: 1 } },
);

check(
  'what is not provided is fetched from the owner',
  '{ charts { top { title label { name } } } }',
  { charts: [{ top: { title: 'Rain', label: { name: 'North' } } }, { top: null }] },
  { requests: { charts: 1, songs: 1 } },
);

check(
  'nested fields are provided as well',
  '{ nested { label { id name city { code } } } }',
  {
    nested: [
      { label: { id: 'l1', name: 'North', city: { code: 'RVK' } } },
      { label: { id: 'l1', name: 'North', city: { code: 'RVK' } } },
    ],
  },
  { requests: { charts: 1 } },
);

check(
  'beyond what is provided, nested entities are fetched',
  '{ nested { title label { name city { mayor } } } }',
  {
    nested: [
      { title: 'Rain', label: { name: 'North', city: { mayor: 'Dagur' } } },
      { title: 'Snow', label: { name: 'North', city: { mayor: 'Dagur' } } },
    ],
  },
);

describe('only what the client asks for is provided', () => {
  const entity = { id: 'e1', name: 'One', text: 'long', extra: 'more' };
  const only = conformance(
    [
      {
        name: 'owner',
        sdl: federated(`
          type Thing @key(fields: "id") { id: ID! name: String! @shareable text: String! @shareable extra: String! }
        `),
        resolvers: {
          Thing: {
            __resolveReference: () => entity,
            name: () => {
              throw new Error('name is provided already');
            },
          },
        },
      },
      {
        name: 'provider',
        sdl: federated(`
          type Query { thing: Thing @provides(fields: "name text") things: [Thing!]! @provides(fields: "name text") }
          type Thing @key(fields: "id") { id: ID! name: String! @external text: String! @external }
        `),
        resolvers: {
          Query: { thing: () => entity, things: () => [entity] },
          Thing: {
            text: () => {
              throw new Error('nobody asked for the text');
            },
          },
        },
      },
    ],
    { monolith: { thing: entity, things: [entity] } },
  );

  only('a key alone', '{ thing { id } }', { thing: { id: 'e1' } }, { requests: { provider: 1 } });
  only(
    'one field of two',
    '{ thing { id name } }',
    { thing: { id: 'e1', name: 'One' } },
    { requests: { provider: 1 } },
  );
  only('under an alias', '{ thing { id title: name } }', { thing: { id: 'e1', title: 'One' } });
  only('in fragments', '{ thing { ... on Thing { name } ...F ... { id } } } fragment F on Thing { extra }', {
    thing: { name: 'One', extra: 'more', id: 'e1' },
  });
  only(
    'beside the owner',
    '{ things { id name extra } }',
    { things: [{ id: 'e1', name: 'One', extra: 'more' }] },
    {
      requests: { provider: 1, owner: 1 },
    },
  );
  only('what is skipped is not asked for', '{ thing { id ... on Thing @skip(if: true) { text } } }', {
    thing: { id: 'e1' },
  });
  only(
    'what is not included is not asked for',
    'query($no: Boolean!) { things { id text @include(if: $no) name } }',
    { things: [{ id: 'e1', name: 'One' }] },
    { variables: { no: false }, requests: { provider: 1 } },
  );
});
