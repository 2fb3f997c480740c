import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const towns = [
  { id: 't1', code: 'A1', name: 'Vik', size: 300, mayor: { id: 'm1', name: 'Una' }, area: 5 },
  { id: 't2', code: 'B2', name: 'Hof', size: 200, mayor: { id: 'm2', name: 'Ari' }, area: 9 },
];
type Town = (typeof towns)[number];

const check = conformance(
  [
    {
      name: 'towns',
      sdl: federated(`
        type Query { towns: [Town!]! town(id: ID!): Town }
        type Town @key(fields: "id") @key(fields: "code") { id: ID! code: ID! name(upper: Boolean = false): String! mayor: Mayor }
        type Mayor @key(fields: "id") { id: ID! name: String! }
      `),
      resolvers: {
        Query: {
          towns: () => towns,
          town: (_: unknown, { id }: { id: string }) => towns.find((town) => town.id === id),
        },
        Town: {
          name: ({ name }: Town, { upper }: { upper: boolean }) => (upper ? name.toUpperCase() : name),
        },
      },
    },
    {
      name: 'counts',
      sdl: federated(`
        type Town @key(fields: "id") { id: ID! size(unit: Int = 1): Int! }
        type Mayor @key(fields: "id") { id: ID! votes: Int! }
      `),
      resolvers: {
        Town: {
          __resolveReference: findBy(towns, 'id'),
          size: ({ size }: Town, { unit }: { unit: number }) => size / unit,
        },
        Mayor: { votes: () => 7 },
      },
    },
    {
      name: 'areas',
      sdl: federated(`type Town @key(fields: "code") { code: ID! area: Int! }`),
      resolvers: { Town: { __resolveReference: findBy(towns, 'code') } },
    },
  ],
  {
    monolith: {
      towns: () => towns.map(whole),
      town: ({ id }: { id: string }) => towns.filter((town) => town.id === id).map(whole)[0],
    },
  },
);

function whole(town: Town): Record<string, unknown> {
  return {
    ...town,
    name: ({ upper }: { upper: boolean }) => (upper ? town.name.toUpperCase() : town.name),
    size: ({ unit }: { unit: number }) => town.size / unit,
    mayor: { ...town.mayor, votes: 7 },
  };
}

check(
  'one field twice with two arguments, in the same subgraph',
  '{ towns { name loud: name(upper: true) } }',
  {
    towns: [
      { name: 'Vik', loud: 'VIK' },
      { name: 'Hof', loud: 'HOF' },
    ],
  },
);

check('one field twice in an entity request', '{ towns { size tens: size(unit: 10) size } }', {
  towns: [
    { size: 300, tens: 30 },
    { size: 200, tens: 20 },
  ],
});

check(
  'a root field many times',
  '{ a: town(id: "t1") { size } b: town(id: "t2") { area } a: town(id: "t1") { name } none: town(id: "x") { size } }',
  {
    a: { size: 300, name: 'Vik' },
    b: { area: 9 },
    none: null,
  },
);

check('an alias of the key', '{ towns { key: id size } }', {
  towns: [
    { key: 't1', size: 300 },
    { key: 't2', size: 200 },
  ],
});

check('an alias that is the name of the key', '{ towns { id: name size } }', {
  towns: [
    { id: 'Vik', size: 300 },
    { id: 'Hof', size: 200 },
  ],
});

check('an alias that is the name of the other key', '{ towns { code: name area } }', {
  towns: [
    { code: 'Vik', area: 5 },
    { code: 'Hof', area: 9 },
  ],
});

check('keys exchanged', '{ towns { id: code code: id size area } }', {
  towns: [
    { id: 'A1', code: 't1', size: 300, area: 5 },
    { id: 'B2', code: 't2', size: 200, area: 9 },
  ],
});

check('an alias that is the name of a nested key', '{ towns { mayor { id: name votes } } }', {
  towns: [{ mayor: { id: 'Una', votes: 7 } }, { mayor: { id: 'Ari', votes: 7 } }],
});

check(
  'an alias that is the name of a field of another subgraph',
  '{ towns { size: name area: size mayor: area } }',
  {
    towns: [
      { size: 'Vik', area: 300, mayor: 5 },
      { size: 'Hof', area: 200, mayor: 9 },
    ],
  },
);

check('an alias that looks like one of ours', '{ towns { __a: name size__alias_0: size _0: area } }', {
  towns: [
    { __a: 'Vik', size__alias_0: 300, _0: 5 },
    { __a: 'Hof', size__alias_0: 200, _0: 9 },
  ],
});

check(
  'names that every object has',
  '{ constructor: towns { toString: name hasOwnProperty: size valueOf: area } }',
  {
    constructor: [
      { toString: 'Vik', hasOwnProperty: 300, valueOf: 5 },
      { toString: 'Hof', hasOwnProperty: 200, valueOf: 9 },
    ],
  },
);

check(
  'an alias in one fragment and the plain field in another',
  '{ towns { ...A ...B } } fragment A on Town { x: size } fragment B on Town { size mayor { x: votes votes } }',
  {
    towns: [
      { x: 300, size: 300, mayor: { x: 7, votes: 7 } },
      { x: 200, size: 200, mayor: { x: 7, votes: 7 } },
    ],
  },
);

check(
  'an object under two aliases with two selections',
  '{ town(id: "t1") { one: mayor { name } two: mayor { votes } } }',
  {
    town: { one: { name: 'Una' }, two: { votes: 7 } },
  },
);
