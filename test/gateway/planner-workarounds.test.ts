import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';

let world: GatewayWorld;

beforeAll(async () => {
  world = await startGatewayWorld([
    {
      name: 'products',
      sdl: `
        type Query { product: Product }
        type Product @key(fields: "id") { id: ID! legacyId: ID price(in: String!): Int stock: Int box: Box broken: String }
        type Box { width: Int }`,
      resolvers: {
        Query: { product: () => ({ id: '1', legacyId: 'L1', stock: 0, box: { width: 5 } }) },
        Product: {
          __resolveReference: ({ id }: { id: string }) => ({
            id,
            legacyId: 'L1',
            stock: 0,
            box: { width: 5 },
          }),
          broken: () => {
            throw new Error('broken');
          },
          price: (_: object, args: { in: string }) => (args.in === 'USD' ? 0 : 10),
        },
      },
    },
    {
      name: 'shop',
      sdl: `
        type Product @key(fields: "id") {
          id: ID! name: String
          price(in: String!): Int @external
          stock: Int @external
          usd: String @requires(fields: "price(in: \\"USD\\")")
          eur: String @requires(fields: "price(in: \\"EUR\\")")
          left: String @requires(fields: "stock")
        }`,
      resolvers: {
        Product: {
          __resolveReference: (given: object) => given,
          name: ({ id }: { id: string }) => `n${id}`,
          usd: ({ price }: { price: number }) => `${price} USD`,
          eur: ({ price }: { price: number }) => `${price} EUR`,
          left: ({ stock }: { stock: number }) => `${stock} left`,
        },
      },
    },
  ]);
});

afterAll(() => world.close());

test.each([
  // Zero is a value like any other: it reaches the subgraph under the field's own name.
  ['{ product { price(in: "EUR") usd eur } }', {}, { price: 10, usd: '0 USD', eur: '10 EUR' }],
  ['{ product { id: legacyId stock: name left } }', {}, { id: 'L1', stock: 'n1', left: '0 left' }],
  ['query ($on: Boolean!) { product { name left @include(if: $on) } }', { on: false }, { name: 'n1' }],
  [
    'query ($on: Boolean!) { product { name left @include(if: $on) usd @include(if: $on) } }',
    { on: true },
    { name: 'n1', left: '0 left', usd: '0 USD' },
  ],
  [
    'query ($on: Boolean!) { product { box @include(if: $on) { width @skip(if: $on) } } }',
    { on: true },
    { box: {} },
  ],
])('%s with %j is answered right', async (operation, variables, product) => {
  const { body } = await world.ask(operation, { variables });
  expect(body).toEqual({ data: { product } });
});

test('errors are told by the names that the client chose', async () => {
  const { body } = await world.ask('{ product { id: broken name } }');
  expect(body).toMatchObject({
    data: { product: { id: null, name: 'n1' } },
    errors: [{ path: ['product', 'id'] }],
  });
  expect(body.errors).toHaveLength(1);
});

test('introspection knows nothing of what is made up for the planner', async () => {
  const { body } = await world.ask('{ __type(name: "Product") { fields { name } } }');
  expect(JSON.stringify(body)).not.toContain('__with_');
});
