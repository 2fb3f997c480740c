import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const LETTER = { __typename: 'Letter', stamp: { id: 's1' } };
const PARCEL = { __typename: 'Parcel', stamp: { id: 's2' } };

/** What the owners of a field are asked for: anything but `known` is a failure of theirs. */
function stampsOf(field: string, known: readonly string[]): (stamp: { id: string }) => object {
  return ({ id }) => {
    if (!known.includes(id)) throw new Error(`nobody should ask for the ${field} of ${id}`);
    return { id, [field]: `${field} of ${id}` };
  };
}

// Both members have a stamp at the same key; prices knows those of letters only, inks those of parcels only.
const check = conformance([
  {
    name: 'post',
    sdl: federated(`
      type Query { letter: Item item(index: Int!): Item items: [Item!]! }
      union Item = Letter | Parcel
      type Letter { stamp: Stamp }
      type Parcel { stamp: Stamp }
      type Stamp @key(fields: "id") { id: ID! }
    `),
    resolvers: {
      Query: {
        letter: () => LETTER,
        item: (_: unknown, { index }: { index: number }) => [LETTER, PARCEL][index],
        items: () => [LETTER, PARCEL],
      },
    },
  },
  {
    name: 'prices',
    sdl: federated(`type Stamp @key(fields: "id") { id: ID! price: String }`),
    resolvers: { Stamp: { __resolveReference: stampsOf('price', ['s1']) } },
  },
  {
    name: 'inks',
    sdl: federated(`type Stamp @key(fields: "id") { id: ID! ink: String }`),
    resolvers: { Stamp: { __resolveReference: stampsOf('ink', ['s2']) } },
  },
]);

check(
  'the same object of one member only',
  '{ letter { ... on Letter { stamp { price } } } }',
  { letter: { stamp: { price: 'price of s1' } } },
  { requests: { post: 1, prices: 1 } },
);

check(
  'where it is the other member, nobody is asked',
  '{ item(index: 1) { ... on Letter { stamp { price } } } }',
  { item: {} },
  { requests: { post: 1 } },
);

check(
  'each member takes its own fields, though a failure of the other is told',
  '{ letter { ... on Letter { stamp { price } } ... on Parcel { stamp { ink } } } }',
  { letter: { stamp: { price: 'price of s1' } } },
  { errors: ['letter.stamp'] },
);

check.failing(
  'fields of the other member are not asked for',
  '{ letter { ... on Letter { stamp { price } } ... on Parcel { stamp { ink } } } }',
  { letter: { stamp: { price: 'price of s1' } } },
  { requests: { post: 1, prices: 1 } },
);

check.failing(
  'in a list neither',
  '{ items { ... on Letter { stamp { price } } ... on Parcel { stamp { ink } } } }',
  { items: [{ stamp: { price: 'price of s1' } }, { stamp: { ink: 'ink of s2' } }] },
  { requests: { post: 1, prices: 1, inks: 1 } },
);

check(
  'separate keys are the client way around it',
  '{ item(index: 0) { ... on Letter { own: stamp { price } } ... on Parcel { other: stamp { ink } } } }',
  { item: { own: { price: 'price of s1' } } },
  { requests: { post: 1, prices: 1 } },
);
