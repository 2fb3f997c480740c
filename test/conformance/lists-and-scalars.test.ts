import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const cells = [
  { id: 'c1', value: 1, weight: 10 },
  { id: 'c2', value: 2, weight: 20 },
  { id: 'c3', value: 3, weight: 30 },
];
const [one, two, three] = cells;
const grid = [[one, two], [], [three, null, one], null];
const cube = [[[1, 2], []], [], [[3]]];

describe('lists of lists', () => {
  const check = conformance(
    [
      {
        name: 'grids',
        sdl: federated(`
          type Query { grid: [[Cell]]! strict: [[Cell!]!]! cube: [[[Int!]!]!]! row: [Cell] empty: [Cell!]! none: [Cell!] }
          type Cell @key(fields: "id") { id: ID! value: Int! around: [[Cell!]!]! }
        `),
        resolvers: {
          Query: {
            grid: () => grid,
            strict: () => [[one], [two, three]],
            cube: () => cube,
            row: () => [one, null],
            empty: () => [],
            none: () => null,
          },
          Cell: { around: ({ id }: { id: string }) => [cells.filter((cell) => cell.id !== id), []] },
        },
      },
      {
        name: 'weights',
        sdl: federated(`type Cell @key(fields: "id") { id: ID! weight: Int! }`),
        resolvers: { Cell: { __resolveReference: findBy(cells, 'id') } },
      },
    ],
    {
      monolith: {
        grid: [[around(one), around(two)], [], [around(three), null, around(one)], null],
        strict: [[around(one)], [around(two), around(three)]],
        cube,
        row: [around(one), null],
        empty: [],
        none: null,
      },
    },
  );

  function around(cell: (typeof cells)[number] | undefined): Record<string, unknown> {
    return { ...cell, around: () => [cells.filter(({ id }) => id !== cell?.id).map(around), []] };
  }

  check(
    'of entities, with nulls at every depth',
    '{ grid { id weight } }',
    {
      grid: [
        [{ id: 'c1', weight: 10 }, { id: 'c2', weight: 20 }], // prettier-ignore
        [],
        [{ id: 'c3', weight: 30 }, null, { id: 'c1', weight: 10 }],
        null,
      ],
    },
    { requests: { grids: 1, weights: 1 } },
  );

  check('without nulls', '{ strict { weight } }', {
    strict: [[{ weight: 10 }], [{ weight: 20 }, { weight: 30 }]],
  });

  check('of scalars', '{ cube }', { cube });

  check('in lists of lists', '{ strict { id around { weight } } }', {
    strict: [
      [{ id: 'c1', around: [[{ weight: 20 }, { weight: 30 }], []] }],
      [
        { id: 'c2', around: [[{ weight: 10 }, { weight: 30 }], []] },
        { id: 'c3', around: [[{ weight: 10 }, { weight: 20 }], []] },
      ],
    ],
  });

  check(
    'a list with null, an empty list, no list',
    '{ row { weight } empty { weight } none { weight } }',
    {
      row: [{ weight: 10 }, null],
      empty: [],
      none: null,
    },
    { requests: { grids: 1, weights: 1 } },
  );

  check(
    'nothing but empty lists needs no entity',
    '{ empty { weight } none { value weight } }',
    { empty: [], none: null },
    { requests: { grids: 1 } },
  );
});

describe('scalars', () => {
  const payload = { b: [1, { c: null }], a: 'x', __typename: 'Trap', id: 'trap' };
  const thing = {
    id: 't1',
    json: payload,
    at: '2026-01-02T03:04:05Z',
    big: '9007199254740993',
    ratio: 1.5,
    whole: 3,
    extra: [payload, 7, null],
  };
  const check = conformance(
    [
      {
        name: 'a',
        sdl: federated(`
          scalar JSON scalar Instant scalar BigInt
          type Query { thing: Thing echo(json: JSON, at: Instant): JSON }
          type Thing @key(fields: "id at") { id: ID! json: JSON at: Instant! ratio: Float! whole: Float! }
        `),
        resolvers: {
          Query: { thing: () => thing, echo: (_: unknown, args: { json: unknown }) => args.json },
        },
      },
      {
        name: 'b',
        sdl: federated(`
          scalar JSON scalar Instant scalar BigInt
          type Thing @key(fields: "id at") { id: ID! at: Instant! big: BigInt json: JSON @external extra: [JSON] @requires(fields: "json") }
        `),
        resolvers: {
          Thing: { big: () => thing.big, extra: ({ json }: { json: unknown }) => [json, 7, null] },
        },
      },
    ],
    { monolith: { thing, echo: ({ json }: { json: unknown }) => json } },
  );

  check('objects pass as they are, type names and all', '{ thing { json } }', { thing: { json: payload } });

  check('as keys and as requirements', '{ thing { at big extra } }', {
    thing: { at: thing.at, big: thing.big, extra: [payload, 7, null] },
  });

  check('numbers', '{ thing { ratio whole } }', { thing: { ratio: 1.5, whole: 3 } });

  check(
    'in variables',
    'query($j: JSON) { echo(json: $j) }',
    { echo: { x: [1, 'y', { z: true }], n: null } },
    {
      variables: { j: { x: [1, 'y', { z: true }], n: null } },
    },
  );

  check('in literals', '{ echo(json: { x: [1, "y", { z: true }], e: RED, f: 1.5, n: null }) }', {
    echo: { x: [1, 'y', { z: true }], e: 'RED', f: 1.5, n: null },
  });

  check(
    'with a variable inside a literal',
    'query($v: JSON) { echo(json: { x: [$v], y: { z: $v } }) }',
    { echo: { x: [5], y: { z: 5 } } },
    { variables: { v: 5 } },
  );
});
