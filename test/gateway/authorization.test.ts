import { createTokenMint } from '../kit/gateway-tokens';
import { startGatewayWorld, type Answer, type GatewayWorld } from '../kit/gateway-world';
import { type SubgraphDefinition } from '../kit/gateway-subgraphs';

const mint = createTokenMint();

/** Every security directive on every kind of element, imported under other names in one subgraph. */
function vault(): SubgraphDefinition[] {
  const calls = { pay: 0 };
  return [
    {
      name: 'vault',
      sdl: `
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
          "@key", { name: "@authenticated", as: "@login" }, { name: "@requiresScopes", as: "@needs" }, "@policy"
        ])
        type Query {
          open: String
          login: String @login
          scoped: String @needs(scopes: [["a", "b"], ["c"]])
          byPolicy: String @policy(policies: [["p"]])
          mine: Account
          mustHave: Strict
          strictOne: Strict!
          accounts: [Account!]!
          secretThing: Secret
          node: Node
          nodes: [Node!]!
          search: [Found!]!
          level: Level
          withLevel(level: Level): String
        }
        type Mutation { pay(amount: Int!): Int @needs(scopes: [["pay"]]) makeSecret: Secret makeAny: Found touch: Int }
        type Subscription { ticks: Int! @login }
        type Account @key(fields: "id") { id: ID! name: String balance: Int @needs(scopes: [["money"]]) child: Account pin: Int! @login }
        type Strict { id: ID! pin: Int! @login }
        type Secret implements Node @login { id: ID! code: String }
        type Public implements Node { id: ID! title: String }
        interface Node { id: ID! }
        union Found = Secret | Public
        enum Level @login { LOW HIGH }
      `,
      resolvers: {
        Query: {
          open: () => 'open',
          login: () => 'login',
          scoped: () => 'scoped',
          byPolicy: () => 'policy',
          mine: () => ({ id: '1' }),
          mustHave: () => ({ id: '1', pin: 1 }),
          strictOne: () => ({ id: '1', pin: 1 }),
          accounts: () => [{ id: '1' }, { id: '2' }],
          secretThing: () => ({ id: 's' }),
          node: () => ({ __typename: 'Public', id: 'p' }),
          nodes: () => [
            { __typename: 'Public', id: 'p' },
            { __typename: 'Secret', id: 's' },
          ],
          search: () => [
            { __typename: 'Public', id: 'p', title: 'T' },
            { __typename: 'Secret', id: 's', code: 'C' },
          ],
          level: () => 'LOW',
          withLevel: () => 'x',
        },
        Mutation: {
          pay: () => (calls.pay += 1),
          makeSecret: () => ({ id: 's' }),
          makeAny: () => ({ __typename: 'Secret', id: 's' }),
          touch: () => 1,
        },
        Account: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          name: ({ id }: { id: string }) => `N${id}`,
          balance: () => 100,
          pin: () => 1234,
          child: ({ id }: { id: string }) => (id.length < 3 ? { id: `${id}0` } : null),
        },
      },
    },
    {
      name: 'risk',
      sdl: `
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
          "@key", "@external", "@requires", { name: "@requiresScopes", as: "@needs" }
        ])
        type Account @key(fields: "id") { id: ID! balance: Int @external
          risk: Int @requires(fields: "balance") @needs(scopes: [["money"]]) }
      `,
      resolvers: { Account: { risk: ({ balance }: { balance: number }) => balance * 2 } },
    },
  ];
}

let world: GatewayWorld;
beforeAll(async () => {
  // As if an older composition had let a field through that is computed from a protected one.
  const dropCopiedScopes = (supergraph: string): string =>
    supergraph.replace(/(risk: Int @join__field[^\n]*?) @[\w]+\(scopes: \[\["money"\]\]\)/, '$1');
  world = await startGatewayWorld(
    vault(),
    (folder) => ({ identity: mint.identity(folder) }),
    dropCopiedScopes,
  );
});
afterAll(() => world.close());

const seen = (): string[] => world.subgraph('vault').seen.map(({ query }) => query);
const refusals = ({ body }: Answer): string[] =>
  (body.errors ?? []).map(({ path, extensions }) => `${extensions.code} ${(path ?? []).join('.')}`);
const REFUSED = 'UNAUTHORIZED_FIELD_OR_TYPE';

test('A-14 (GHSA-g8jh-vg5j-4h3f): the directives of this supergraph have other names', () => {
  expect(world.supergraph).toContain('@login');
  expect(world.supergraph).not.toContain('@authenticated on');
});

test('a refused field is null with an error at its alias, and never asked for', async () => {
  const answer = await world.ask('{ open x: login ...F } fragment F on Query { ... { y: scoped } byPolicy }');
  expect(answer.status).toBe(200);
  expect(answer.body.data).toEqual({ open: 'open', x: null, y: null, byPolicy: null });
  expect(refusals(answer).sort()).toEqual([`${REFUSED} byPolicy`, `${REFUSED} x`, `${REFUSED} y`]);
  expect(seen().at(-1)).toBe('{open}');
});

test.each([
  ['', null],
  ['a', null],
  ['a b', 'scoped'],
  ['c', 'scoped'],
])('scopes "%s" against (a and b) or c', async (scope, expected) => {
  const { body } = await world.ask('{ scoped }', { headers: mint.bearer({ scope }) });
  expect(body.data).toEqual({ scoped: expected });
});

test('a policy that nothing decides refuses everyone', async () => {
  const answer = await world.ask('{ byPolicy }', { headers: mint.bearer({ scope: 'p a b c' }) });
  expect([answer.body.data, refusals(answer)]).toEqual([{ byPolicy: null }, [`${REFUSED} byPolicy`]]);
});

test('an operation of which nothing is left asks no subgraph', async () => {
  const before = seen().length;
  const answer = await world.ask(
    'query Q($n: Boolean! = true) { login @include(if: $n) secretThing { __typename } }',
  );
  expect(answer.body.data).toEqual({ login: null, secretThing: null });
  expect(seen().length).toBe(before);
});

test('A-19: a refused non-null field moves the null up, keeps its siblings, and is not asked for', async () => {
  const answer = await world.ask('{ open mustHave { id pin } accounts { id } }');
  expect(answer.body.data).toEqual({ open: 'open', mustHave: null, accounts: [{ id: '1' }, { id: '2' }] });
  expect(refusals(answer)).toEqual([`${REFUSED} mustHave.pin`]);
  expect(seen().at(-1)).not.toContain('mustHave');
});

test('a null that moves up to the root makes all data null', async () => {
  const before = seen().length;
  const answer = await world.ask('{ open strictOne { pin } }');
  expect(answer.body.data).toBeNull();
  expect(refusals(answer)).toEqual([`${REFUSED} strictOne.pin`]);
  expect(seen().length).toBe(before);
});

test('refused fields in lists are null in each item, in the order the client asked for', async () => {
  const answer = await world.ask('{ accounts { balance id name child { b: balance } } }');
  expect(answer.text).toContain('{"balance":null,"id":"1","name":"N1","child":{"b":null}}');
  expect(refusals(answer)).toEqual([
    `${REFUSED} accounts.0.balance`,
    `${REFUSED} accounts.0.child.b`,
    `${REFUSED} accounts.1.balance`,
    `${REFUSED} accounts.1.child.b`,
  ]);
});

test('a refused field under a skipped selection is no error', async () => {
  const answer = await world.ask(
    'query ($no: Boolean!) { open login @include(if: $no) ... @skip(if: true) { scoped } }',
    {
      variables: { no: false },
    },
  );
  expect(answer.body).toEqual({ data: { open: 'open' } });
});

test('variables that only refused fields used are no longer declared', async () => {
  const answer = await world.ask(
    'query ($l: Level, $yes: Boolean!) { open withLevel(level: $l) login @include(if: $yes) }',
    {
      variables: { l: 'LOW', yes: true },
    },
  );
  expect(answer.body.data).toEqual({ open: 'open', withLevel: null, login: null });
});

describe('refused types', () => {
  test('a field that returns one is null, also when only __typename is asked for', async () => {
    const answer = await world.ask('{ open secretThing { __typename } }');
    expect([answer.body.data, refusals(answer)]).toEqual([
      { open: 'open', secretThing: null },
      [`${REFUSED} secretThing`],
    ]);
  });

  test('an interface asks for what all its possible types ask', async () => {
    const answer = await world.ask('{ open nodes { __typename } node { id } }');
    expect(answer.body.data).toBeNull();
    const nullable = await world.ask('{ open node { id } }');
    expect(nullable.body.data).toEqual({ open: 'open', node: null });
    const { body } = await world.ask('{ nodes { __typename id } }', { headers: mint.bearer() });
    expect(body.data?.nodes).toHaveLength(2);
  });

  test('A-11: members of a union are refused on their own, and their type name is not told', async () => {
    const answer = await world.ask(
      '{ accounts { id } search { __typename ... on Public { title } ... on Secret { code } } }',
    );
    expect(answer.body.data).toBeNull();
    expect(answer.text).not.toContain('Secret');
    expect(refusals(answer)).toEqual([`${REFUSED} search.1`]);
    const { body } = await world.ask('{ search { __typename ... on Secret { code } } }', {
      headers: mint.bearer(),
    });
    expect(body.data?.search).toEqual([{ __typename: 'Public' }, { __typename: 'Secret', code: 'C' }]);
  });

  test('an enum protects the fields that return it and the arguments that take it', async () => {
    const { body } = await world.ask('{ open level withLevel(level: LOW) plain: withLevel }');
    expect(body.data).toEqual({ open: 'open', level: null, withLevel: null, plain: 'x' });
  });
});

describe('mutations', () => {
  test('a refused mutation is never sent; the others of the operation are', async () => {
    const answer = await world.ask('mutation { touch pay(amount: 1) }');
    expect([answer.body.data, refusals(answer)]).toEqual([{ touch: 1, pay: null }, [`${REFUSED} pay`]]);
    expect(seen().filter((query) => query.includes('pay'))).toEqual([]);
  });

  test('a mutation that returns a refused type, or may do so, is not executed', async () => {
    const answer = await world.ask('mutation { makeSecret { __typename } makeAny { __typename } }');
    expect(answer.body.data).toEqual({ makeSecret: null, makeAny: null });
    expect(seen().filter((query) => query.includes('make'))).toEqual([]);
  });
});

test('A-12: a field that is computed from a protected field asks for the same', async () => {
  expect(world.supergraph).toMatch(/risk: Int @join__field\(graph: RISK, requires: "balance"\)\n/);
  const answer = await world.ask('{ mine { id risk } }', { headers: mint.bearer({ scope: 'a' }) });
  expect([answer.body.data, refusals(answer)]).toEqual([
    { mine: { id: '1', risk: null } },
    [`${REFUSED} mine.risk`],
  ]);
  const { body } = await world.ask('{ mine { id risk } }', { headers: mint.bearer({ scope: 'money' }) });
  expect(body.data).toEqual({ mine: { id: '1', risk: 200 } });
});

test('a refused subscription opens nothing', async () => {
  const response = await fetch(world.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { ticks }' }),
  });
  expect(await response.text()).toMatch(/UNAUTHORIZED_FIELD_OR_TYPE[^]*"data":null[^]*event: complete/);
  expect(seen().filter((query) => query.startsWith('subscription'))).toEqual([]);
});
