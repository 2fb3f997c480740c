import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

interface Crate {
  readonly id: string;
  readonly box?: { readonly width?: number } | null;
  readonly owner?: { readonly name?: string } | null;
}

const broken = (): never => {
  throw new Error('broken');
};

// What the client asks of a box or an owner may fail and must not be null: it takes the whole object along.
const box = { width: 3, seal: broken, note: 'n' };
const owner = { id: 'o1', name: 'Una', email: broken };

const check = conformance(
  [
    {
      name: 'crates',
      sdl: federated(`
        type Query { crate: Crate crates: [Crate!]! }
        type Box { width: Int seal: String! note: String }
        type Owner @key(fields: "id") { id: ID! name: String email: String! }
        type Crate @key(fields: "id") { id: ID! box: Box owner: Owner }
      `),
      resolvers: {
        Query: { crate: () => ({ id: 'c1', box, owner }), crates: () => [{ id: 'c1', box, owner }] },
        Crate: { __resolveReference: ({ id }: Crate) => ({ id, box, owner }) },
      },
    },
    {
      name: 'freight',
      sdl: federated(`
        type Query { next: Crate }
        type Box @external { width: Int }
        type Owner @key(fields: "id", resolvable: false) { id: ID! name: String @external }
        type Crate @key(fields: "id") {
          id: ID!
          box: Box @external
          owner: Owner @external
          price: Int @requires(fields: "box { width }")
          sender: String @requires(fields: "owner { name }")
        }
      `),
      resolvers: {
        Query: { next: () => ({ id: 'c1' }) },
        Crate: {
          price: (crate: Crate) => (crate.box?.width === undefined ? null : crate.box.width * 10),
          sender: (crate: Crate) => crate.owner?.name ?? null,
        },
      },
    },
  ],
  { monolith: { crate: whole(), crates: [whole()], next: whole() } },
);

function whole(): Record<string, unknown> {
  return { id: 'c1', box, owner, price: 30, sender: 'Una' };
}

check(
  'what is required stays when the client loses the object',
  '{ crate { price box { seal } } }',
  {
    crate: { price: 30, box: null },
  },
  { errors: ['crate.box.seal'], requests: { crates: 1, freight: 1 } },
);

check(
  'the same of an entity, in a list',
  '{ crates { sender owner { email name } } }',
  {
    crates: [{ sender: 'Una', owner: null }],
  },
  { errors: ['crates.0.owner.email'] },
);

check(
  'the same when the object is fetched as an entity',
  '{ next { price sender box { seal } owner { email } } }',
  {
    next: { price: 30, sender: 'Una', box: null, owner: null },
  },
  { errors: ['next.box.seal', 'next.owner.email'] },
);

check(
  'under aliases that are what is required',
  '{ crate { owner: box { seal } box: owner { name } price sender } }',
  {
    crate: { owner: null, box: { name: 'Una' }, price: 30, sender: 'Una' },
  },
  { errors: ['crate.owner.seal'] },
);

check(
  'one object is asked once where nothing is at risk',
  '{ crate { price box { note } } }',
  {
    crate: { price: 30, box: { note: 'n' } },
  },
  { requests: { crates: 1, freight: 1 } },
);

test('then it has its own name in the request', () => {
  const asked = check
    .world()
    .subgraph('crates')
    .seen.map(({ query }) => query);
  expect(asked.join()).not.toContain('__with_');
});
