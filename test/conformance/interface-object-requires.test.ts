import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const media = [
  { __typename: 'Film', id: 'f1', minutes: 90, director: 'Una', name: 'Fog', size: 900 },
  { __typename: 'Song', id: 's1', minutes: 3, singer: 'Ida', name: 'Rain', size: 30 },
];
const films = media.slice(0, 1);
const songs = media.slice(1);

describe('an interface object that requires', () => {
  const check = conformance(
    [
      {
        name: 'library',
        sdl: federated(`
          type Query { media: [Media!]! films: [Film!]! }
          interface Media @key(fields: "id") { id: ID! name: String! minutes: Int! }
          type Film implements Media @key(fields: "id") { id: ID! name: String! minutes: Int! director: String! }
          type Song implements Media @key(fields: "id") { id: ID! name: String! minutes: Int! singer: String! }
        `),
        resolvers: {
          Query: { media: () => media, films: () => films },
          Media: { __resolveReference: findBy(media, 'id') },
          Film: { __resolveReference: findBy(films, 'id') },
          Song: { __resolveReference: findBy(songs, 'id') },
        },
      },
      {
        name: 'storage',
        sdl: federated(`
          type Query { stored: [Media!]! }
          type Media @key(fields: "id") @interfaceObject {
            id: ID!
            minutes: Int! @external
            name: String! @external
            size: Int! @requires(fields: "minutes")
            label: String! @requires(fields: "name minutes")
          }
        `),
        resolvers: {
          Query: { stored: () => media.map(({ id }) => ({ id })) },
          Media: {
            size: ({ minutes }: { minutes: number }) => minutes * 10,
            label: ({ name, minutes }: { name: string; minutes: number }) => `${name}, ${minutes} min`,
          },
        },
      },
    ],
    { monolith: { media: media.map(whole), films: films.map(whole), stored: media.map(whole) } },
  );

  function whole(one: (typeof media)[number]): Record<string, unknown> {
    return { ...one, label: `${one.name}, ${one.minutes} min` };
  }

  check('is given what it requires, for every type', '{ media { size label } }', {
    media: [
      { size: 900, label: 'Fog, 90 min' },
      { size: 30, label: 'Rain, 3 min' },
    ],
  });

  check('on one implementation', '{ films { label director } }', {
    films: [{ label: 'Fog, 90 min', director: 'Una' }],
  });

  check('where the list begins without types', '{ stored { size } }', {
    stored: [{ size: 900 }, { size: 30 }],
  });

  check('in fragments and beside them', '{ stored { id label ... on Song { singer size } } }', {
    stored: [
      { id: 'f1', label: 'Fog, 90 min' },
      { id: 's1', label: 'Rain, 3 min', singer: 'Ida', size: 30 },
    ],
  });

  check('in a fragment alone', '{ stored { ... on Film { size director __typename } } }', {
    stored: [{ size: 900, director: 'Una', __typename: 'Film' }, {}],
  });
});

// owners adds a field to one implementation, lists sees the interface only as an object.
describe('an implementation that is extended elsewhere', () => {
  const check = conformance(
    [
      {
        name: 'library',
        sdl: federated(`
          type Query { first: Media }
          interface Media @key(fields: "id") { id: ID! name: String! }
          type Film implements Media @key(fields: "id") { id: ID! name: String! director: String! }
          type Song implements Media @key(fields: "id") { id: ID! name: String! singer: String! }
        `),
        resolvers: {
          Query: { first: () => films[0] },
          Media: { __resolveReference: findBy(media, 'id') },
          Film: { __resolveReference: findBy(films, 'id') },
          Song: { __resolveReference: findBy(songs, 'id') },
        },
      },
      {
        name: 'owners',
        sdl: federated(`
          type Query { owner: String! }
          extend type Film @key(fields: "id") { id: ID! owner: String! }
        `),
        resolvers: {
          Query: { owner: () => 'me' },
          Film: { owner: ({ id }: { id: string }) => `owner of ${id}` },
        },
      },
      {
        name: 'lists',
        sdl: federated(`
          type Query { lists: [List!]! }
          type List @key(fields: "id") { id: ID! media: [Media!]! }
          type Media @key(fields: "id") @interfaceObject { id: ID! }
        `),
        resolvers: { Query: { lists: () => [{ id: 'x', media: [{ id: 's1' }, { id: 'f1' }] }] } },
      },
    ],
    {
      monolith: {
        first: { ...films[0], owner: 'owner of f1' },
        owner: 'me',
        lists: [{ id: 'x', media: [songs[0], { ...films[0], owner: 'owner of f1' }] }],
      },
    },
  );

  check('is reached from the interface', '{ first { name ... on Film { owner director } } owner }', {
    first: { name: 'Fog', owner: 'owner of f1', director: 'Una' },
    owner: 'me',
  });

  check('is reached from the interface object', '{ lists { media { id ... on Film { owner } name } } }', {
    lists: [
      {
        media: [
          { id: 's1', name: 'Rain' },
          { id: 'f1', owner: 'owner of f1', name: 'Fog' },
        ],
      },
    ],
  });

  check(
    'all in one',
    '{ first { id ... on Film { owner } } lists { id media { ... on Film { director } } } }',
    {
      first: { id: 'f1', owner: 'owner of f1' },
      lists: [{ id: 'x', media: [{}, { director: 'Una' }] }],
    },
  );
});

// shelf's Media implements a further interface of another subgraph, and of its own.
describe('further interfaces', () => {
  const check = conformance(
    [
      {
        name: 'library',
        sdl: federated(`
          type Query { media: [Media!]! things: [Named!]! }
          interface Named { name: String! }
          interface Sized { id: ID! }
          interface Media implements Sized @key(fields: "id") { id: ID! name: String! }
          type Film implements Media & Named & Sized @key(fields: "id") { id: ID! name: String! director: String! }
          type Song implements Media & Sized @key(fields: "id") { id: ID! name: String! }
        `),
        resolvers: {
          Query: { media: () => media, things: () => films },
          Media: { __resolveReference: findBy(media, 'id') },
          Film: { __resolveReference: findBy(films, 'id') },
          Song: { __resolveReference: findBy(songs, 'id') },
        },
      },
      {
        name: 'shelf',
        sdl: federated(`
          type Query { sized: [Sized!]! }
          interface Sized { id: ID! size: Int! }
          type Media implements Sized @key(fields: "id") @interfaceObject { id: ID! size: Int! }
        `),
        resolvers: {
          Query: { sized: () => media.map(({ id, size }) => ({ __typename: 'Media', id, size })) },
          Media: { __resolveReference: ({ id }: { id: string }) => ({ id, size: id === 'f1' ? 900 : 30 }) },
        },
      },
    ],
    { monolith: { media, things: films, sized: media } },
  );

  check(
    'the field of one interface on the objects of another',
    '{ things { name ... on Media { id size } } }',
    {
      things: [{ name: 'Fog', id: 'f1', size: 900 }],
    },
  );

  check('an interface that only the interface object implements', '{ sized { size } media { name size } }', {
    sized: [{ size: 900 }, { size: 30 }],
    media: [
      { name: 'Fog', size: 900 },
      { name: 'Rain', size: 30 },
    ],
  });

  check('and from it to the implementation', '{ sized { size ... on Film { director } __typename } }', {
    sized: [
      { size: 900, director: 'Una', __typename: 'Film' },
      { size: 30, __typename: 'Song' },
    ],
  });

  check('and to its type alone', '{ sized { kind: __typename } }', {
    sized: [{ kind: 'Film' }, { kind: 'Song' }],
  });

  check(
    'and to the fields of the interface',
    '{ sized { id ... on Media { name } ... on Named { name } } }',
    {
      sized: [
        { id: 'f1', name: 'Fog' },
        { id: 's1', name: 'Rain' },
      ],
    },
  );
});
