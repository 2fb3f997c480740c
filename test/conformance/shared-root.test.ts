import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const ship = { id: 's1', name: { short: 'Ida' }, port: { code: 'KEF' }, crew: { size: 7 } };
const ships = [ship, { id: 's2', name: { short: 'Una' }, port: { code: 'AEY' }, crew: { size: 9 } }];

// No entity anywhere: each subgraph answers its part of the shared root field.
const check = conformance(
  [
    {
      name: 'names',
      sdl: federated(`
        type Query { ship: Ship @shareable ships: [Ship!]! @shareable shipName: Name }
        type Ship { id: ID! @shareable name: Name! }
        type Name { short: String! }
      `),
      resolvers: { Query: { ship: () => ship, ships: () => ships, shipName: () => ship.name } },
    },
    {
      name: 'ports',
      sdl: federated(`
        type Query { ship: Ship @shareable ships: [Ship!]! @shareable }
        type Ship { id: ID! @shareable port: Port }
        type Port { code: String! }
      `),
      resolvers: { Query: { ship: () => ship, ships: () => ships } },
    },
    {
      name: 'crews',
      sdl: federated(`
        type Query { ship: Ship @shareable ships: [Ship!]! @shareable }
        type Ship { id: ID! @shareable crew: Crew! }
        type Crew { size: Int! }
      `),
      resolvers: { Query: { ship: () => ship, ships: () => ships } },
    },
  ],
  { monolith: { ship, ships, shipName: ship.name } },
);

check(
  'a root field that three subgraphs share is asked of each for its part',
  '{ ship { id name { short } port { code } crew { size } } }',
  { ship: { id: 's1', name: { short: 'Ida' }, port: { code: 'KEF' }, crew: { size: 7 } } },
  { requests: { names: 1, ports: 1, crews: 1 } },
);

check(
  'the parts of a list are joined by their place',
  '{ ships { port { code } name { short } } }',
  {
    ships: [
      { port: { code: 'KEF' }, name: { short: 'Ida' } },
      { port: { code: 'AEY' }, name: { short: 'Una' } },
    ],
  },
  { requests: { names: 1, ports: 1 } },
);

test('what all of them have is asked of one', async () => {
  const { body } = await check.world().ask('{ ship { id } ships { id } }');
  expect(body).toEqual({ data: { ship: { id: 's1' }, ships: [{ id: 's1' }, { id: 's2' }] } });
});

check(
  'aliases of a shared root field are kept apart',
  '{ one: ship { name { short } } two: ship { crew { size } } three: ship { name { short } crew { size } } }',
  {
    one: { name: { short: 'Ida' } },
    two: { crew: { size: 7 } },
    three: { name: { short: 'Ida' }, crew: { size: 7 } },
  },
);

check(
  'the type name needs no further subgraph',
  '{ ship { __typename name { __typename short } } __typename }',
  { ship: { __typename: 'Ship', name: { __typename: 'Name', short: 'Ida' } }, __typename: 'Query' },
  { requests: { names: 1 } },
);

check(
  'a root field of one subgraph stays there',
  '{ shipName { short } }',
  { shipName: { short: 'Ida' } },
  { requests: { names: 1 } },
);
