import {
  explainOperation,
  type ExplainOptions,
  type Explanation,
} from '../../../schema/explain/explain-operation';
import { composedVersion } from '../../kit/composed-version';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n`;

const shop = composedVersion({
  users: `${LINK}
    type Query { me: User users(first: Int): [User!] }
    type Mutation { rename(name: String): User }
    type User @key(fields: "id") { id: ID! name: String }`,
  orders: `${LINK}
    type User @key(fields: "id") { id: ID! orders: [Order!] }
    type Order @key(fields: "id") { id: ID! total: Int }`,
  stock: `${LINK} type Order @key(fields: "id") { id: ID! left: Int }`,
});

async function explain(document: string, options?: ExplainOptions): Promise<Explanation> {
  const explained = await explainOperation(shop, document, options);
  if ('errors' in explained) throw new Error(JSON.stringify(explained.errors));
  return explained;
}

describe('an explained operation', () => {
  it('is told with its figures, its requests by level, and its plan', async () => {
    const { text, figures, operation } = await explain(
      'query Mine($all: Boolean!) { me { name orders { total left @include(if: $all) } } }',
    );
    expect(operation).toBe('Mine');
    expect(figures).toEqual({ fetches: 3, depth: 3, subgraphs: ['orders', 'stock', 'users'], cost: 2 });
    expect(text.split('\n\nPlan\n')[0]).toBe(
      [
        'query Mine: 3 requests, 3 one after the other, to orders, stock, users; cost 2',
        '',
        'Level 1',
        '  1 users',
        '    root: me',
        'Level 2',
        '  2 orders, after 1',
        '    at me: User.orders',
        'Level 3',
        '  3 stock, after 2',
        '    at me.orders.@ if $all: Order.left',
      ].join('\n'),
    );
    expect(text).toContain('\n\nPlan\nSequence\n  Fetch users\n');
  });

  it('may ask nothing of a subgraph, or one thing', async () => {
    expect((await explain('{ __typename }')).text).toBe(
      'query anonymous: 0 requests; cost 0\n\n\n\nPlan\nNothing\n',
    );
    expect((await explain('mutation { rename { id } }')).text).toMatch(
      /^mutation anonymous: 1 request, to users; cost 1\n/,
    );
  });

  it('is planned as it is delivered to a client that takes the rest later', async () => {
    const { requests } = await explain('{ me { name ... @defer { orders { total } } } }');
    expect(requests.map(({ subgraph, isDeferred, after }) => [subgraph, isDeferred, after])).toEqual([
      ['users', false, []],
      ['orders', true, [1]],
    ]);
  });

  it('is one of several by its name', async () => {
    const document = '\uFEFFquery A { me { id } } query B { me { orders { id } } }';
    expect((await explain(document, { operationName: 'B' })).figures.fetches).toBe(2);
  });

  it('does not tell of waiting that follows from other waiting', async () => {
    const { requests } = await explain('{ me { orders { left } } users(first: 2) { orders { left } } }');
    expect(requests.map(({ after }) => after)).toEqual([[], [1], [2]]);
  });
});

describe('an operation that cannot be explained', () => {
  // prettier-ignore
  it.each([
    ['{ me {', undefined, 'Syntax Error: Expected Name, found <EOF>.', 1],
    ['{ me { id }\n  gone }', undefined, 'Cannot query field "gone" on type "Query".', 2],
    ['query A { me { id } } query B { me { id } }', undefined, 'Name one of the operations: the document has A, B.', null],
    ['query A { me { id } } query B { me { id } }', 'C', 'There is no operation C: the document has A, B.', null],
    ['subscription { s }', undefined, 'The schema has no subscription type.', null],
  ])('is told why: %j', async (document, operationName, message, line) => {
    expect(await explainOperation(shop, document, { operationName })).toEqual({ errors: [{ message, line }] });
  });

  it('is told why when the gateway would refuse it', async () => {
    const refused = await explainOperation(shop, '{ me { id } }', { complexity: -1 });
    expect(refused).toMatchObject({
      errors: [{ message: expect.stringMatching(/^QUERY_TOO_COMPLEX: /), line: null }],
    });
  });

  it('is told when the document has none', async () => {
    const none = await explainOperation(shop, 'fragment F on User { id }');
    expect(none).toMatchObject({ errors: [{ message: 'Fragment "F" is never used.', line: 1 }] });
  });
});
