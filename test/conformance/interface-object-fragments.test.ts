import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const media = [
  { __typename: 'Film', id: 'f1', name: 'Fog', director: 'Una', price: 5, size: 900 },
  { __typename: 'Song', id: 's1', name: 'Rain', singer: 'Ida', size: 30 },
];
const films = media.slice(0, 1);
const songs = media.slice(1);

// shelf knows Media as one type; Priced is an interface of films alone, Named of all media without Media saying so.
const check = conformance(
  [
    {
      name: 'library',
      sdl: federated(`
        type Query { media: [Media!]! }
        interface Named { name: String! }
        interface Priced { price: Int }
        union Thing = Film | Box
        type Box { width: Int }
        interface Media @key(fields: "id") { id: ID! }
        type Film implements Media & Named & Priced @key(fields: "id") {
          id: ID! name: String! director: String! price: Int
        }
        type Song implements Media & Named @key(fields: "id") { id: ID! name: String! singer: String! }
      `),
      resolvers: {
        Query: { media: () => media },
        Media: { __resolveReference: findBy(media, 'id') },
        Film: { __resolveReference: findBy(films, 'id') },
        Song: { __resolveReference: findBy(songs, 'id') },
      },
    },
    {
      name: 'shelf',
      sdl: federated(`
        type Query { top: Media shelved: [Media!]! }
        type Media @key(fields: "id") @interfaceObject { id: ID! size: Int! }
      `),
      resolvers: {
        Query: {
          top: () => ({ id: 'f1', size: 900 }),
          shelved: () => media.map(({ id, size }) => ({ id, size })),
        },
        Media: { __resolveReference: ({ id }: { id: string }) => ({ id, size: id === 'f1' ? 900 : 30 }) },
      },
    },
  ],
  { monolith: { media, top: media[0], shelved: media } },
);

check('an interface that some implementations have', '{ shelved { size ... on Priced { price } } }', {
  shelved: [{ size: 900, price: 5 }, { size: 30 }],
});

check('an interface that all implementations have', '{ shelved { ... on Named { name } size __typename } }', {
  shelved: [
    { name: 'Fog', size: 900, __typename: 'Film' },
    { name: 'Rain', size: 30, __typename: 'Song' },
  ],
});

check('a union', '{ top { ... on Thing { __typename ... on Film { director } } } }', {
  top: { __typename: 'Film', director: 'Una' },
});

check('one in the other', '{ shelved { ... on Named { ... on Priced { price } ... on Song { singer } } } }', {
  shelved: [{ price: 5 }, { singer: 'Ida' }],
});

check(
  'types that exclude each other',
  '{ shelved { id ... on Priced { ... on Named { ... on Song { singer } } } } }',
  {
    shelved: [{ id: 'f1' }, { id: 's1' }],
  },
);

check(
  'named fragments and conditions',
  `query ($yes: Boolean!) { shelved { ...N @include(if: $yes) ...P @skip(if: $yes) } }
   fragment N on Named { name ... on Media { size } } fragment P on Priced { price }`,
  {
    shelved: [
      { name: 'Fog', size: 900 },
      { name: 'Rain', size: 30 },
    ],
  },
  { variables: { yes: true } },
);

check(
  'beside the same from the other side',
  '{ media { ... on Named { name } } top { ... on Named { name } } }',
  {
    media: [{ name: 'Fog' }, { name: 'Rain' }],
    top: { name: 'Fog' },
  },
);
