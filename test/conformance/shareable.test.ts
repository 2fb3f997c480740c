import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const position = { lat: 64.1, lon: -21.9, height: { metres: 12, datum: 'WGS84' } };
const stations = [{ id: 's1', name: 'Bay', at: position, depth: 4, tide: 1.5 }];

const check = conformance(
  [
    {
      name: 'map',
      sdl: federated(`
        type Query { stations: [Station!]! here: Position! @shareable }
        type Station @key(fields: "id") { id: ID! name: String! @shareable at: Position! @shareable depth: Int }
        type Position @shareable { lat: Float! lon: Float! height: Height! }
        type Height { metres: Int! @shareable datum: String! }
      `),
      resolvers: {
        Query: { stations: () => stations, here: () => position },
        Station: { __resolveReference: findBy(stations, 'id') },
      },
    },
    {
      name: 'tides',
      sdl: federated(`
        type Query { highest: Station here: Position! @shareable }
        type Station @key(fields: "id") { id: ID! name: String! @shareable at: Position! @shareable tide: Float! }
        type Position @shareable { lat: Float! lon: Float! height: Height! }
        type Height { metres: Int! @shareable }
      `),
      resolvers: {
        Query: { highest: () => stations[0], here: () => position },
        Station: { __resolveReference: findBy(stations, 'id') },
      },
    },
  ],
  { monolith: { stations, here: position, highest: stations[0] } },
);

check(
  'a shared field comes from the subgraph that is asked anyway',
  '{ highest { name at { lat lon height { metres } } tide } }',
  { highest: { name: 'Bay', at: { lat: 64.1, lon: -21.9, height: { metres: 12 } }, tide: 1.5 } },
  { requests: { tides: 1 } },
);

check(
  'the part of a shared value that only the other subgraph knows',
  '{ highest { at { height { metres datum } } } }',
  { highest: { at: { height: { metres: 12, datum: 'WGS84' } } } },
  { requests: { tides: 1, map: 1 } },
);

check(
  'a shared root value',
  '{ here { lat height { datum } } }',
  { here: { lat: 64.1, height: { datum: 'WGS84' } } },
  { requests: { map: 1 } },
);

check(
  'a mix of shared and own fields',
  '{ stations { id name depth tide at { lon } } }',
  {
    stations: [{ id: 's1', name: 'Bay', depth: 4, tide: 1.5, at: { lon: -21.9 } }],
  },
  { requests: { map: 1, tides: 1 } },
);
