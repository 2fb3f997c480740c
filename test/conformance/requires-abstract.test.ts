import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

interface Part {
  readonly __typename?: string;
  readonly code?: string;
  readonly volts?: number;
  readonly bars?: number;
}
interface Machine {
  readonly id: string;
  readonly main?: Part | null;
  readonly parts?: readonly Part[];
  readonly any?: Part;
}

const machines = [
  {
    id: 'm1',
    main: { __typename: 'Motor', code: 'A', volts: 12 },
    parts: [
      { __typename: 'Motor', code: 'A', volts: 12 },
      { __typename: 'Pump', code: 'B', bars: 3 },
    ],
    any: { __typename: 'Pump', code: 'B', bars: 3 },
  },
  { id: 'm2', main: null, parts: [], any: { __typename: 'Motor', code: 'C', volts: 24 } },
];

const PARTS = `
  interface Part { code: String! }
  type Motor implements Part { code: String! volts: Int! }
  type Pump implements Part { code: String! bars: Int! }
  union Anything = Motor | Pump
`;

function tell({ code = '?', volts, bars }: Part): string {
  return `${volts === undefined ? 'Pump' : 'Motor'} ${code} ${volts ?? bars}`;
}

const check = conformance(
  [
    {
      name: 'yard',
      sdl: federated(`
        type Query { machines: [Machine!]! }
        type Machine @key(fields: "id") { id: ID! main: Part parts: [Part!]! any: Anything! }
        ${PARTS}
      `),
      resolvers: {
        Query: { machines: () => machines },
        Machine: { __resolveReference: ({ id }: Machine) => machines.find((machine) => machine.id === id) },
      },
    },
    {
      name: 'safety',
      sdl: federated(`
        type Machine @key(fields: "id") {
          id: ID!
          main: Part @external
          parts: [Part!]! @external
          any: Anything! @external
          codes: [String!]! @requires(fields: "parts { code }")
          label: String @requires(fields: "main { ... on Motor { code volts } ... on Pump { code bars } }")
          report: [String!]! @requires(fields: "parts { code ... on Motor { volts } ... on Pump { bars } }")
          kind: String! @requires(fields: "any { ... on Motor { code volts } ... on Pump { bars } }")
        }
        interface Part { code: String! }
        type Motor implements Part @external { code: String! volts: Int! }
        type Pump implements Part @external { code: String! bars: Int! }
        union Anything = Motor | Pump
      `),
      resolvers: {
        Machine: {
          codes: ({ parts = [] }: Machine) => parts.map(({ code }) => code),
          label: ({ main }: Machine) => main && tell(main),
          report: ({ parts = [] }: Machine) => parts.map(tell),
          kind: ({ any = {} }: Machine) => tell(any),
        },
      },
    },
  ],
  {
    monolith: {
      machines: machines.map((machine) => ({
        ...machine,
        codes: machine.parts.map(({ code }) => code),
        label: machine.main && tell(machine.main),
        report: machine.parts.map(tell),
        kind: machine.id === 'm1' ? 'Pump ? 3' : 'Motor C 24',
      })),
    },
  },
);

check('a field of an interface is required', '{ machines { codes } }', {
  machines: [{ codes: ['A', 'B'] }, { codes: [] }],
});

check('fragments by type are required, and null is sent as null', '{ machines { id label } }', {
  machines: [
    { id: 'm1', label: 'Motor A 12' },
    { id: 'm2', label: null },
  ],
});

check('fragments in a list', '{ machines { report } }', {
  machines: [{ report: ['Motor A 12', 'Pump B 3'] }, { report: [] }],
});

check('fragments of a union, and nothing that they do not name', '{ machines { kind } }', {
  machines: [{ kind: 'Pump ? 3' }, { kind: 'Motor C 24' }],
});

check(
  "requirements and the client's own fragments do not mix",
  '{ machines { report parts { __typename ... on Pump { bars } } any { ... on Motor { code } } kind } }',
  {
    machines: [
      {
        report: ['Motor A 12', 'Pump B 3'],
        parts: [{ __typename: 'Motor' }, { __typename: 'Pump', bars: 3 }],
        any: {},
        kind: 'Pump ? 3',
      },
      { report: [], parts: [], any: { code: 'C' }, kind: 'Motor C 24' },
    ],
  },
);

describe('a requirement behind an interface', () => {
  const devices = [
    { __typename: 'Phone', id: 'p1', watts: 5 },
    { __typename: 'Lamp', id: 'l1', watts: 40 },
  ];
  const through = conformance(
    [
      {
        name: 'devices',
        sdl: federated(`
          type Query { devices: [Device!]! }
          interface Device { id: ID! watts: Int! }
          type Phone implements Device @key(fields: "id") { id: ID! watts: Int! }
          type Lamp implements Device @key(fields: "id") { id: ID! watts: Int! }
        `),
        resolvers: { Query: { devices: () => devices } },
      },
      {
        name: 'bills',
        sdl: federated(`
          interface Device { id: ID! watts: Int! cost: Int! }
          type Phone implements Device @key(fields: "id") {
            id: ID! watts: Int! @external cost: Int! @requires(fields: "watts")
          }
          type Lamp implements Device @key(fields: "id") {
            id: ID! watts: Int! @external cost: Int! @requires(fields: "watts") bright: Boolean @requires(fields: "watts")
          }
        `),
        resolvers: {
          Phone: { cost: ({ watts }: { watts: number }) => watts * 2 },
          Lamp: {
            cost: ({ watts }: { watts: number }) => watts * 3,
            bright: ({ watts }: { watts: number }) => watts > 20,
          },
        },
      },
    ],
    {
      monolith: {
        devices: [
          { ...devices[0], cost: 10 },
          { ...devices[1], cost: 120, bright: true },
        ],
      },
    },
  );

  through('is met for each type', '{ devices { cost } }', { devices: [{ cost: 10 }, { cost: 120 }] });

  through('is met for the type of a fragment', '{ devices { id ... on Lamp { bright cost } } }', {
    devices: [{ id: 'p1' }, { id: 'l1', bright: true, cost: 120 }],
  });
});
