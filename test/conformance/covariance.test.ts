import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const shapes = [
  {
    __typename: 'Circle',
    id: 'c1',
    centre: { x: 1, y: 2 },
    next: { __typename: 'Square', id: 'q1' },
    tags: ['a'],
  },
  { __typename: 'Square', id: 'q1', centre: null, next: { __typename: 'Circle', id: 'c1' }, tags: null },
];
const areas = [{ id: 'c1', area: 3, unit: 'm' }, { id: 'q1', area: 4, unit: 'm' }]; // prettier-ignore

// Circle promises more than Shape asks for: non-null fields, and a type instead of the interface.
const check = conformance(
  [
    {
      name: 'shapes',
      sdl: federated(`
        type Query { shapes: [Shape!]! circle: Circle! }
        interface Shape { id: ID! centre: Point next: Shape tags: [String] }
        type Circle implements Shape @key(fields: "id") { id: ID! centre: Point! next: Square! tags: [String!]! }
        type Square implements Shape @key(fields: "id") { id: ID! centre: Point next: Circle tags: [String] }
        type Point { x: Int! y: Int! }
      `),
      resolvers: {
        Query: { shapes: () => shapes, circle: () => shapes[0] },
        Circle: { __resolveReference: findBy(shapes, 'id'), next: () => shapes[1] },
        Square: { __resolveReference: findBy(shapes, 'id'), next: () => shapes[0] },
      },
    },
    {
      name: 'areas',
      sdl: federated(`
        type Query { largest: Measured }
        interface Measured { area: Int }
        type Circle implements Measured @key(fields: "id") { id: ID! area: Int! unit: String! @shareable }
        type Square implements Measured @key(fields: "id") { id: ID! area: Int unit: String @shareable }
      `),
      resolvers: {
        Query: { largest: () => ({ __typename: 'Square', ...areas[1] }) },
        Circle: { __resolveReference: findBy(areas, 'id') },
        Square: { __resolveReference: findBy(areas, 'id') },
      },
    },
    {
      name: 'units',
      sdl: federated(`type Circle @key(fields: "id") { id: ID! unit: String @shareable colour: String }`),
      resolvers: { Circle: { __resolveReference: () => ({ unit: 'm', colour: 'red' }) } },
    },
  ],
  {
    monolith: (() => {
      const circle: Record<string, unknown> = { ...shapes[0], ...areas[0], colour: 'red' };
      const square: Record<string, unknown> = { ...shapes[1], ...areas[1], next: circle };
      circle.next = square;
      return { shapes: [circle, square], circle, largest: square };
    })(),
  },
);

check('the interface with its looser types', '{ shapes { centre { x } tags next { id } } }', {
  shapes: [
    { centre: { x: 1 }, tags: ['a'], next: { id: 'q1' } },
    { centre: null, tags: null, next: { id: 'c1' } },
  ],
});

check(
  'the narrower type of a field leads on without a fragment',
  '{ circle { next { area centre { y } next { area } } } }',
  {
    circle: { next: { area: 4, centre: null, next: { area: 3 } } },
  },
);

check(
  'fragments with the narrower type',
  '{ shapes { ... on Circle { down: next { area } } ... on Square { up: next { colour } } } }',
  {
    shapes: [{ down: { area: 4 } }, { up: { colour: 'red' } }],
  },
);

check('null in one subgraph, not in another', '{ circle { unit colour area } }', {
  circle: { unit: 'm', colour: 'red', area: 3 },
});

check(
  'a second interface on the same types',
  '{ largest { area ... on Shape { id next { id } } } shapes { ... on Measured { area } } }',
  {
    largest: { area: 4, id: 'q1', next: { id: 'c1' } },
    shapes: [{ area: 3 }, { area: 4 }],
  },
);
