import { compose, planBoth, printPlan, runPlan } from '../../../kit/plans';

const SHOP = {
  products: `
    type Query { product: Product }
    enum Currency { USD EUR }
    type Product @key(fields: "id") { id: ID! name: String price(currency: Currency!): Float }`,
  shipping: `
    enum Currency { USD EUR }
    type Product @key(fields: "id") {
      id: ID!
      price(currency: Currency!): Float @external
      usd: String @requires(fields: "price(currency: USD)")
      eur: String @requires(fields: "price(currency: EUR)")
      weight: Int
    }`,
};

const RESOLVERS = {
  products: {
    Query: { product: () => ({ id: '1', name: 'chair' }) },
    Product: {
      __resolveReference: (given: object) => given,
      price: (_: object, { currency }: { currency: string }) => (currency === 'USD' ? 11 : 10),
    },
  },
  shipping: {
    Product: {
      __resolveReference: (given: object) => given,
      usd: ({ price }: { price: number }) => `USD ${price}`,
      eur: ({ price }: { price: number }) => `EUR ${price}`,
      weight: () => 7,
    },
  },
};

const supergraph = compose(SHOP);

async function run(
  operation: string,
): Promise<{ uncured: unknown; cured: unknown; asked: readonly string[] }> {
  const { uncured, cured } = planBoth(supergraph, operation);
  const [without, result] = [
    await runPlan(SHOP, RESOLVERS, supergraph, operation, uncured),
    await runPlan(SHOP, RESOLVERS, supergraph, operation, cured),
  ];
  expect(result.errors).toBeUndefined();
  return { uncured: without.data, cured: result.data, asked: result.asked };
}

test('a field required with arguments is not mistaken for the one that the client asks', async () => {
  const { uncured, cured } = await run('{ product { price(currency: EUR) usd } }');
  expect(uncured).toEqual({ product: { price: 10, usd: 'USD 10' } });
  expect(cured).toEqual({ product: { price: 10, usd: 'USD 11' } });
});

test('two fields that require different variants of one field are fetched apart', async () => {
  const { uncured, cured, asked } = await run('{ product { usd weight eur } }');
  expect(uncured).toEqual({ product: { usd: 'USD 10', eur: 'EUR 10', weight: 7 } });
  expect(cured).toEqual({ product: { usd: 'USD 11', eur: 'EUR 10', weight: 7 } });
  expect(asked).toEqual([
    'products: {product{__typename id price__with_2:price(currency:EUR)price__with_1:price(currency:USD)}} {}',
    'shipping: query($representations:[_Any!]!){_entities(representations:$representations){...on Product{usd weight}}}' +
      ' {"representations":[{"__typename":"Product","id":"1","price":11}]}',
    'shipping: query($representations:[_Any!]!){_entities(representations:$representations){...on Product{eur}}}' +
      ' {"representations":[{"__typename":"Product","id":"1","price":10}]}',
  ]);
});

test('the plan is an ordinary one: aliases, and a rewrite of the representation', () => {
  const { cured } = planBoth(supergraph, '{ product { usd } }');
  expect(cured.node).toMatchObject({
    kind: 'Sequence',
    nodes: [
      { operation: '{product{__typename id price__with_1:price(currency:USD)}}' },
      {
        path: ['product'],
        node: {
          requires: [
            {
              typeCondition: 'Product',
              selections: expect.arrayContaining([{ kind: 'Field', alias: 'price__with_1', name: 'price' }]),
            },
          ],
          inputRewrites: [{ kind: 'KeyRenamer', path: ['price__with_1'], renameKeyTo: 'price' }],
        },
      },
    ],
  });
});

test('a plan that needs no cure stays as it is', () => {
  const { uncured, cured } = planBoth(supergraph, 'query Q { product { name weight } }');
  expect(cured).toEqual(uncured);
});

test('fragments of the client are opened where their fields go different ways, and stay elsewhere', async () => {
  const { cured } = await run(`
    { product { ...Both } }
    fragment Both on Product { ...Prices weight }
    fragment Prices on Product { usd eur }`);
  expect(cured).toEqual({ product: { usd: 'USD 11', eur: 'EUR 10', weight: 7 } });
});

test('clients cannot ask what was made up', () => {
  expect(() => planBoth(supergraph, '{ product { price__with_1 } }')).toThrow(/Cannot query field/);
});

test('a field required without its arguments is required with their defaults', () => {
  const graph = compose({
    a: `type Query { t: T } type T @key(fields: "id") { id: ID! size(unit: Int = 1): Int }`,
    b: `type T @key(fields: "id") {
          id: ID! size(unit: Int = 1): Int @external area: Int @requires(fields: "size") }`,
  });
  const { uncured, cured } = planBoth(graph, '{ t { size(unit: 9) area } }');
  expect(printPlan(uncured)).toContain('{ t { __typename id size(unit: 9) } }');
  expect(printPlan(cured)).toContain('{ t { __typename id size(unit: 9) size__with_1: size } }');
});

test('variants nest, in lists and below type conditions', async () => {
  const graph = {
    a: `type Query { boxes: [Box] } interface Side { length(unit: String!): Int }
        type Edge implements Side { length(unit: String!): Int } type Arc implements Side { length(unit: String!): Int }
        type Box @key(fields: "id") { id: ID! sides(first: Int): [Side] }`,
    b: `interface Side { length(unit: String!): Int }
        type Edge implements Side { length(unit: String!): Int @external }
        type Arc implements Side { length(unit: String!): Int @external }
        type Box @key(fields: "id") {
          id: ID!
          sides(first: Int): [Side] @external
          millimetres: Int @requires(fields: "sides(first: 2) { length(unit: \\"mm\\") }")
          inches: Int @requires(fields: "sides(first: 2) { ... on Edge { length(unit: \\"in\\") } }") }`,
  };
  const side = { length: (_: object, { unit }: { unit: string }) => (unit === 'mm' ? 254 : 10) };
  const sum = ({ sides }: { sides: { length: number }[] }): number =>
    sides.reduce((total, { length }) => total + (length ?? 0), 0);
  const resolvers = {
    a: {
      Query: { boxes: () => [{ id: '1' }] },
      Box: {
        __resolveReference: (given: object) => given,
        sides: (_: object, { first = 3 }: { first?: number }) =>
          [{ __typename: 'Edge' }, { __typename: 'Arc' }, { __typename: 'Edge' }].slice(0, first),
      },
      Edge: side,
      Arc: side,
    },
    b: { Box: { __resolveReference: (given: object) => given, millimetres: sum, inches: sum } },
  };
  const composed = compose(graph);
  const operation = '{ boxes { millimetres inches sides(first: 1) { length(unit: "in") } } }';
  const { data, errors } = await runPlan(
    graph,
    resolvers,
    composed,
    operation,
    planBoth(composed, operation).cured,
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({ boxes: [{ millimetres: 508, inches: 10, sides: [{ length: 10 }] }] });
});

test('an interface object may require a variant of its interface', () => {
  const graph = compose({
    a: `type Query { media: [Media] } interface Media @key(fields: "id") { id: ID! price(in: Int): Int }
        type Book implements Media @key(fields: "id") { id: ID! price(in: Int): Int }
        type Film implements Media @key(fields: "id") { id: ID! price(in: Int): Int }`,
    b: `type Media @interfaceObject @key(fields: "id") {
          id: ID! price(in: Int): Int @external
          low: Int @requires(fields: "price(in: 1)") high: Int @requires(fields: "price(in: 2)") }`,
  });
  const { cured } = planBoth(graph, '{ media { low high price(in: 3) } }');
  const text = printPlan(cured);
  expect(text).toContain('price__with_2: price(in: 2) price__with_1: price(in: 1) price(in: 3)');
  expect(text.match(/Fetch\(service: "b"\)/g)).toHaveLength(2);
});

test('what a context takes with arguments is not mistaken for the field that the client asks', () => {
  const graph = compose({
    a: `type Query { t: T! }
        type T @key(fields: "id") @context(name: "shop") { id: ID! u: U! rate(to: Int): String! }
        type U @key(fields: "id") { id: ID! f(rate: String @fromContext(field: "$shop { rate(to: 1) }")): Int! }`,
    b: `type Query { b: Int } type U @key(fields: "id") { id: ID! }`,
  });
  const { uncured, cured } = planBoth(graph, '{ t { rate(to: 2) u { f } } }');
  expect(printPlan(uncured)).not.toContain('rate(to: 2)');
  expect(printPlan(cured)).toContain('rate__with_1: rate(to: 1) rate(to: 2)');
  expect(JSON.stringify(cured)).toContain(
    '"path":["..","... on T","rate__with_1"],"renameKeyTo":"contextualArgument_1_0"',
  );
});

test('the fetch that opens a subscription is restored, too', () => {
  const graph = compose({
    a: `type Query { x: Int } type Subscription { changed: T } type T @key(fields: "id") { id: ID! size(unit: Int): Int }`,
    b: `type T @key(fields: "id") {
          id: ID! size(unit: Int): Int @external area: Int @requires(fields: "size(unit: 2)") }`,
  });
  const { cured } = planBoth(graph, 'subscription { changed { area } }');
  expect(printPlan(cured)).toContain('changed { __typename id size__with_1: size(unit: 2) }');
});
