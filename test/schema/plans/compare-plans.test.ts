import { type GraphVersion } from '../../../schema/check/graph-version';
import { checkPlans, comparePlans, type PlanComparisonOptions } from '../../../schema/plans/compare-plans';
import { composedVersion } from '../../kit/composed-version';
import { recorded } from '../../kit/recorded';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@external", "@requires", "@shareable", "@cost", "@listSize", "@override"
])\n`;

const SHOP = {
  users: `${LINK}
    type Query { me: User users(first: Int): [User!] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }
    type Mutation { rename(name: String): User }
    type User @key(fields: "id") { id: ID! name: String email: String }`,
  orders: `${LINK}
    type Query { order(id: ID!): Order }
    type User @key(fields: "id") { id: ID! orders: [Order!] }
    type Order @key(fields: "id") { id: ID! total: Int }`,
};

const shop = composedVersion(SHOP);
const change = (name: keyof typeof SHOP, from: string, to: string): GraphVersion =>
  composedVersion({ ...SHOP, [name]: SHOP[name].replace(from, to) });

/** `User.email` moves to another subgraph. */
const moved = composedVersion({
  ...SHOP,
  users: SHOP.users.replace(' email: String', ''),
  orders: SHOP.orders.replace('orders: [Order!]', 'orders: [Order!] email: String'),
});

const NAMED = { name: 'team', operation: 'A' };

async function check(candidate: GraphVersion, document: string, options?: PlanComparisonOptions) {
  return checkPlans(shop, candidate, [recorded(document, { operation: NAMED.operation })], options);
}

describe('comparing plans', () => {
  it('tells requests, depth, subgraphs and cost before and after', async () => {
    const { plans, findings } = await check(moved, 'query A { me { name email } }');
    expect(plans).toEqual([
      {
        client: 'team',
        operation: 'A',
        before: { fetches: 1, depth: 1, subgraphs: ['users'], cost: 1 },
        after: { fetches: 2, depth: 2, subgraphs: ['orders', 'users'], cost: 1 },
      },
    ]);
    expect(findings).toEqual([]);
  });

  it('counts requests as the engine sends them: one for what can go together', async () => {
    const { plans } = await check(
      shop,
      'query A { me { orders { total } } users(first: 3) { orders { id } } }',
    );
    expect(plans[0]?.before).toMatchObject({ fetches: 2, depth: 2, cost: 8 });
  });

  it('makes one plan for each client, and plans once', async () => {
    const document = 'query A { me { name } }';
    const both = [recorded(document, { client: 'a' }), recorded(document, { client: 'b' })];
    const plans = await comparePlans(shop, shop, both);
    expect(plans.map(({ client }) => client)).toEqual(['a', 'b']);
  });

  it('has no cost that depends on values', async () => {
    const { plans } = await check(shop, 'query A($n: Int) { users(first: $n) { name } }');
    expect(plans[0]?.before?.cost).toBeNull();
  });

  it('prices a change of cost also where the plan is the same', async () => {
    const candidate = change('users', 'name: String email', 'name: String @cost(weight: 5) email');
    const { plans, findings } = await check(candidate, 'query A { me { name } }', { maxCostRatio: 2 });
    expect(plans).toMatchObject([{ before: { cost: 1, fetches: 1 }, after: { cost: 6, fetches: 1 } }]);
    expect(findings).toMatchObject([{ code: 'PLAN_GREW', coordinate: 'Query.me' }]);
    expect(findings[0]?.message).toBe('The operation A takes more to answer: cost 6 instead of 1.');
  });

  it('leaves out what was invalid before, and has no plan for what is invalid now', async () => {
    const without = change('users', 'name: String email', 'email');
    expect((await check(shop, 'query A { me { gone } }')).plans).toEqual([]);
    const { plans, findings } = await check(without, 'query A { me { name } }');
    expect(plans).toMatchObject([{ before: { fetches: 1 }, after: null }]);
    expect(findings).toEqual([]);
  });

  it('plans mutations, subscriptions and deferred operations', async () => {
    const live = composedVersion({ ...SHOP, users: `${SHOP.users} type Subscription { user: User }` });
    const operations = [
      recorded('mutation A { rename { orders { id } } }'),
      recorded('subscription A { user { name orders { id } } }'),
      recorded('query A { me { name ... @defer { orders { id } } } }'),
      recorded('query A { __typename }'),
    ];
    const plans = await comparePlans(live, live, operations);
    expect(plans.map(({ after }) => [after?.fetches, after?.depth])).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
      [0, 0],
    ]);
  });

  it('tells how far it is', async () => {
    const progress: number[][] = [];
    await check(shop, 'query A { me { name } }', { onProgress: (...seen) => progress.push(seen) });
    expect(progress).toEqual([[1, 1]]);
  });

  it('rejects for a supergraph that the gateway could not serve', async () => {
    const operations = [recorded('query A { me { name } }')];
    const broken = { ...shop, supergraph: 'type Query { a: Int }' };
    await expect(comparePlans(shop, broken, operations)).rejects.toThrow('supergraph');
  });
});

describe('a plan that grew', () => {
  const document = 'query A { me { name email } }';

  it.each([
    [{ maxExtraFetches: 0 }, '2 requests instead of 1'],
    [{ maxExtraDepth: 0 }, '2 one after the other instead of 1'],
    [
      { maxExtraFetches: 0, maxExtraDepth: 0, maxCostRatio: 1 },
      '2 requests instead of 1, 2 one after the other instead of 1',
    ],
  ])('is a finding beyond %j', async (thresholds, growth) => {
    const { findings } = await check(moved, document, thresholds);
    expect(findings).toEqual([
      {
        code: 'PLAN_GREW',
        severity: 'dangerous',
        coordinate: 'Query.me',
        message: `The operation A takes more to answer: ${growth}.`,
        affected: [{ client: 'team', operation: 'A', count: 3, lastSeen: null }],
        file: null,
        line: null,
      },
    ]);
  });

  it('is none within the thresholds', async () => {
    const thresholds = { maxExtraFetches: 1, maxExtraDepth: 1, maxCostRatio: 1 };
    expect((await check(moved, document, thresholds)).findings).toEqual([]);
  });

  it('is as grave as is wanted', async () => {
    const { findings } = await check(moved, document, { maxExtraFetches: 0, growthSeverity: 'breaking' });
    expect(findings).toMatchObject([{ severity: 'breaking' }]);
  });
});

describe('an operation that has no plan any more', () => {
  it('is a break when the gateway would refuse it as too complex', async () => {
    const shared = composedVersion({
      users: `${LINK} type Query { me: User @shareable } type User @key(fields: "id") { id: ID! name: String @shareable more: User @shareable }`,
      orders: `${LINK} type Query { me: User @shareable } type User @key(fields: "id") { id: ID! name: String @shareable more: User @shareable }`,
    });
    const single = composedVersion({
      users: `${LINK} type Query { me: User } type User @key(fields: "id") { id: ID! name: String more: User }`,
    });
    const document = 'query A { me { more { more { name } } } }';
    const { findings, plans } = await checkPlans(single, shared, [recorded(document, { operation: 'A' })], {
      complexity: 10,
    });
    expect(plans).toMatchObject([{ before: { fetches: 1 }, after: null }]);
    expect(findings).toMatchObject([
      {
        code: 'OPERATION_UNPLANNABLE',
        severity: 'breaking',
        coordinate: 'Query.me',
        affected: [{ count: 3 }],
      },
    ]);
  });

  it('is no finding when it had none before', async () => {
    const { findings, plans } = await check(shop, 'query A { me { name } }', { complexity: -1 });
    expect(plans).toMatchObject([{ before: null, after: null }]);
    expect(findings).toEqual([]);
  });
});
