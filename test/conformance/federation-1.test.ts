import { type SubgraphDefinition } from '../kit/gateway-subgraphs';
import { conformance, type Conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const members = [
  { id: 'm1', name: 'Ann', nick: 'A', rank: 3 },
  { id: 'm2', name: 'Bo', nick: 'B', rank: 1 },
];

// The owner of the type, and a subgraph that extends it; its key and its name are external there.
function club(extension: string, isFederation1: boolean): SubgraphDefinition[] {
  const sdl = (text: string): string => (isFederation1 ? text : federated(text));
  return [
    {
      name: 'extension',
      isFederation1,
      sdl: sdl(`
        type Query { recent: Member ranked: [Member!]! @provides(fields: "name") }
        ${extension}
      `),
      resolvers: {
        Query: {
          recent: () => ({ id: 'm1' }),
          ranked: () => members.map(({ id, name }) => ({ id, name })),
        },
        Member: {
          __resolveReference: ({ id, name }: { id: string; name?: string }) => ({
            ...members.find((member) => member.id === id),
            name,
          }),
          rank: ({ id }: { id: string }) => members.find((member) => member.id === id)?.rank,
          badge: ({ name }: { name?: string }) => {
            if (name === undefined) throw new Error('name is required');
            return `*${name}*`;
          },
        },
      },
    },
    {
      name: 'owner',
      isFederation1,
      sdl: sdl(`
        type Query { members: [Member!]! member(id: ID!): Member }
        type Member @key(fields: "id") {
          id: ID! name: String! ${isFederation1 ? '' : '@shareable'} nick: String
        }
      `),
      resolvers: {
        Query: {
          members: () => members,
          member: (_: unknown, { id }: { id: string }) => members.find((member) => member.id === id),
        },
        Member: { __resolveReference: findBy(members, 'id') },
      },
    },
  ];
}

const whole = members.map((member) => ({ ...member, badge: `*${member.name}*` }));
const monolith = {
  recent: whole[0],
  ranked: whole,
  members: whole,
  member: ({ id }: { id: string }) => whole.find((member) => member.id === id),
};

const FIELDS = `
  id: ID! @external
  name: String! @external
  rank: Int!
  badge: String! @requires(fields: "name")
`;

function cases(check: Conformance): void {
  check(
    'the extension gives its fields to the type of the owner',
    '{ member(id: "m2") { name rank } }',
    { member: { name: 'Bo', rank: 1 } },
    { requests: { owner: 1, extension: 1 } },
  );

  check(
    'the owner gives its fields to what the extension returns',
    '{ recent { id nick rank } }',
    { recent: { id: 'm1', nick: 'A', rank: 3 } },
    { requests: { owner: 1, extension: 1 } },
  );

  check(
    'an external key is known to the extension',
    '{ recent { id } }',
    { recent: { id: 'm1' } },
    { requests: { extension: 1 } },
  );

  check('an external field is not, unless it is provided', '{ recent { name } ranked { name } }', {
    recent: { name: 'Ann' },
    ranked: [{ name: 'Ann' }, { name: 'Bo' }],
  });

  check(
    'what is provided stays in one subgraph',
    '{ ranked { id name rank } }',
    {
      ranked: [
        { id: 'm1', name: 'Ann', rank: 3 },
        { id: 'm2', name: 'Bo', rank: 1 },
      ],
    },
    { requests: { extension: 1 } },
  );

  check('what is required is fetched from the owner', '{ members { badge } recent { badge } }', {
    members: [{ badge: '*Ann*' }, { badge: '*Bo*' }],
    recent: { badge: '*Ann*' },
  });
}

describe('Federation 1 with extend type', () => {
  cases(conformance(club(`extend type Member @key(fields: "id") {${FIELDS}}`, true), { monolith }));
});

describe('Federation 1 with @extends', () => {
  cases(conformance(club(`type Member @extends @key(fields: "id") {${FIELDS}}`, true), { monolith }));
});

describe('Federation 2 with extend type', () => {
  cases(conformance(club(`extend type Member @key(fields: "id") {${FIELDS}}`, false), { monolith }));
});

describe('Federation 2 with @extends', () => {
  cases(conformance(club(`type Member @extends @key(fields: "id") {${FIELDS}}`, false), { monolith }));
});

describe('Federation 1, several keys and value types', () => {
  const goods = [{ id: 'g1', upc: 'u1', name: 'Lamp', tag: { text: 'x' }, price: 3, mode: 'A' }];
  const check = conformance(
    [
      {
        name: 'goods',
        isFederation1: true,
        sdl: `
          type Query { goods: [Good] }
          type Good @key(fields: "id") @key(fields: "upc") { id: ID! upc: ID! name: String tag: Tag mode: Mode }
          type Tag { text: String }
          enum Mode { A B }
        `,
        resolvers: {
          Query: { goods: () => goods },
          Good: {
            __resolveReference: (good: { id?: string; upc?: string }) =>
              goods.find(({ id, upc }) => good.id === id || good.upc === upc),
          },
        },
      },
      {
        name: 'prices',
        isFederation1: true,
        sdl: `
          extend type Query { cheap: Good tag: Tag }
          extend type Good @key(fields: "upc") { upc: ID! @external price: Int }
          type Tag { text: String }
          enum Mode { A B }
        `,
        resolvers: {
          Query: { cheap: () => ({ upc: 'u1', price: 3 }), tag: () => ({ text: 'y' }) },
          Good: { __resolveReference: findBy(goods, 'upc') },
        },
      },
    ],
    { monolith: { goods, cheap: goods[0], tag: { text: 'y' } } },
  );

  check('the owner is reached by its second key', '{ cheap { name price } }', {
    cheap: { name: 'Lamp', price: 3 },
  });

  check(
    'the extension is reached by the second key',
    '{ goods { id price mode tag { text } } tag { text } }',
    {
      goods: [{ id: 'g1', price: 3, mode: 'A', tag: { text: 'x' } }],
      tag: { text: 'y' },
    },
  );
});

describe('Federation 1 beside Federation 2', () => {
  const check = conformance(
    [
      {
        name: 'old',
        isFederation1: true,
        sdl: `
          type Query { old: Member }
          extend type Member @key(fields: "id") { id: ID! @external rank: Int! }
        `,
        resolvers: {
          Query: { old: () => members[0] },
          Member: { __resolveReference: findBy(members, 'id') },
        },
      },
      {
        name: 'new',
        sdl: federated(`
          type Query { new: Member }
          type Member @key(fields: "id") { id: ID! name: String! }
        `),
        resolvers: {
          Query: { new: () => members[1] },
          Member: { __resolveReference: findBy(members, 'id') },
        },
      },
    ],
    { monolith: { old: members[0], new: members[1] } },
  );

  check('both directions work', '{ old { name rank } new { rank name } }', {
    old: { name: 'Ann', rank: 3 },
    new: { rank: 1, name: 'Bo' },
  });
});
