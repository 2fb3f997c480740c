import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const BOOK = { __typename: 'Book', title: 'Tides', pages: 300 };
const SONG = { __typename: 'Song', title: 'Rain' };

// a knows Book and Song, b knows Book and Film; Item is shared by both.
const check = conformance(
  [
    {
      name: 'a',
      sdl: federated(`
        type Query { item: Item @shareable songs: [Item!]! viewer: Viewer @shareable onlyA: Item }
        type Viewer { item: Item @shareable song: Item }
        union Item = Book | Song
        type Book @shareable { title: String! }
        type Song { title: String! }
      `),
      resolvers: {
        Query: {
          item: () => BOOK,
          songs: () => [SONG, BOOK],
          viewer: () => ({ item: BOOK, song: SONG }),
          onlyA: () => SONG,
        },
      },
    },
    {
      name: 'b',
      sdl: federated(`
        type Query { item: Item @shareable viewer: Viewer @shareable onlyB: Item }
        type Viewer { item: Item @shareable book: Item }
        union Item = Book | Film
        type Book @shareable { title: String! }
        type Film { title: String! }
      `),
      resolvers: {
        Query: { item: () => BOOK, viewer: () => ({ item: BOOK, book: BOOK }), onlyB: () => null },
      },
    },
  ],
  {
    monolith: {
      item: BOOK,
      songs: [SONG, BOOK],
      viewer: { item: BOOK, song: SONG, book: BOOK },
      onlyA: SONG,
      onlyB: null,
    },
  },
);

check('a member that all subgraphs know', '{ item { ... on Book { title } } }', { item: { title: 'Tides' } });

check('a member that it is not', '{ item { ... on Film { title } } }', { item: {} });

check(
  'a member that one subgraph knows, where it cannot be',
  '{ item { __typename ... on Song { title } } }',
  {
    item: { __typename: 'Book' },
  },
);

check(
  'all members at once',
  '{ item { ... on Book { title } ... on Film { title } ... on Song { title } } }',
  {
    item: { title: 'Tides' },
  },
);

check(
  'a member of one subgraph in its own field',
  '{ onlyA { ... on Song { title } ... on Film { title } } songs { __typename } }',
  {
    onlyA: { title: 'Rain' },
    songs: [{ __typename: 'Song' }, { __typename: 'Book' }],
  },
);

check('a union that is null', '{ onlyB { __typename ... on Film { title } } }', { onlyB: null });

check(
  'shared and own fields under a shared parent',
  `{ viewer { item { ...All } song { ...All } book { ...All } } }
   fragment All on Item { __typename ... on Song { title } ... on Film { title } ... on Book { title } }`,
  {
    viewer: {
      item: { __typename: 'Book', title: 'Tides' },
      song: { __typename: 'Song', title: 'Rain' },
      book: { __typename: 'Book', title: 'Tides' },
    },
  },
);

check(
  'a fragment that fits nothing leaves an empty object',
  '{ viewer { item { ... on Film { title } } } }',
  {
    viewer: { item: {} },
  },
);

describe('a union below shared fields', () => {
  const common = { __typename: 'Common', label: 'c' };
  const onlyA = { __typename: 'OnlyA', a: 'a' };
  const onlyB = { __typename: 'OnlyB', b: 'b' };
  const box = (actions: readonly object[]): object => ({ id: 'x', wrap: { actions } });
  const partial = conformance([
    {
      name: 'a',
      sdl: federated(`
        type Query { boxA: Box shared: Box @shareable }
        type Box @key(fields: "id") { id: ID! wrap: Wrap @shareable }
        type Wrap @shareable { actions: [Action!]! }
        union Action = Common | OnlyA
        type Common @shareable { label: String }
        type OnlyA { a: String }
      `),
      resolvers: {
        Query: { boxA: () => box([common, onlyA]), shared: () => box([common]) },
        Box: { __resolveReference: () => box([common, onlyA]) },
      },
    },
    {
      name: 'b',
      sdl: federated(`
        type Query { boxB: Box shared: Box @shareable }
        type Box @key(fields: "id") { id: ID! wrap: Wrap @shareable wrapB: Wrap }
        type Wrap @shareable { actions: [Action!]! }
        union Action = Common | OnlyB
        type Common @shareable { label: String }
        type OnlyB { b: String }
      `),
      resolvers: {
        Query: { boxB: () => box([common, onlyB]), shared: () => box([common]) },
        Box: {
          __resolveReference: () => box([common, onlyB]),
          wrapB: () => ({ actions: [common, onlyB] }),
        },
      },
    },
  ]);
  const all = 'actions { __typename ... on Common { label } ... on OnlyA { a } ... on OnlyB { b } }';

  // By itself, the planner drops the members that not all subgraphs know below a shared field.
  partial('keeps the members of the subgraph it is in', `{ boxA { wrap { ${all} } } }`, {
    boxA: {
      wrap: {
        actions: [
          { __typename: 'Common', label: 'c' },
          { __typename: 'OnlyA', a: 'a' },
        ],
      },
    },
  });
  partial('also in the other one', `{ boxB { wrap { ${all} } } }`, {
    boxB: {
      wrap: {
        actions: [
          { __typename: 'Common', label: 'c' },
          { __typename: 'OnlyB', b: 'b' },
        ],
      },
    },
  });
  partial(
    'asks for no member that cannot be there',
    '{ boxA { wrap { actions { __typename ... on OnlyB { b } } } } }',
    {
      boxA: { wrap: { actions: [{ __typename: 'Common' }, { __typename: 'OnlyA' }] } },
    },
  );
  partial('holds the common members where either may answer', `{ shared { wrap { ${all} } } }`, {
    shared: { wrap: { actions: [{ __typename: 'Common', label: 'c' }] } },
  });
  partial('takes the members of the subgraph behind an entity', `{ boxA { wrapB { ${all} } } }`, {
    boxA: {
      wrapB: {
        actions: [
          { __typename: 'Common', label: 'c' },
          { __typename: 'OnlyB', b: 'b' },
        ],
      },
    },
  });
});

describe('a union of which another subgraph knows one member', () => {
  const actions = [
    { __typename: 'Call', id: '1', text: 'x' },
    { __typename: 'Mail', id: '2', to: 'y' },
    { __typename: 'Wait', id: '3', minutes: 5 },
  ];
  const reply = conformance(
    [
      {
        name: 'all',
        sdl: federated(`
          type Query { reply: Reply }
          type Reply @shareable { actions: [Step!]! note: String }
          union Step = Call | Mail | Wait
          type Call @shareable { id: ID! text: String }
          type Mail { id: ID! to: String }
          type Wait { id: ID! minutes: Int }
        `),
        resolvers: { Query: { reply: () => ({ actions, note: 'n' }) } },
      },
      {
        name: 'few',
        sdl: federated(`
          type Reply @shareable { actions: [Step!]! note: String }
          union Step = Call
          type Call @shareable { id: ID! text: String }
        `),
      },
    ],
    { monolith: { reply: { actions, note: 'n' } } },
  );

  reply(
    'keeps all its members',
    '{ reply { note actions { __typename ... on Call { id text } ... on Mail { to } ... on Wait { minutes } } } }',
    {
      reply: {
        note: 'n',
        actions: [
          { __typename: 'Call', id: '1', text: 'x' },
          { __typename: 'Mail', to: 'y' },
          { __typename: 'Wait', minutes: 5 },
        ],
      },
    },
  );

  reply(
    'keeps those that only the first knows',
    '{ reply { actions { ... on Mail { to } ... on Wait { id } } } }',
    {
      reply: { actions: [{}, { to: 'y' }, { id: '3' }] },
    },
  );

  reply('tells their types', '{ reply { actions { __typename } } }', {
    reply: { actions: [{ __typename: 'Call' }, { __typename: 'Mail' }, { __typename: 'Wait' }] },
  });
});
