import { openParts, type ClientParts } from '../../../kit/gateway-parts';
import { type SubgraphDefinition } from '../../../kit/gateway-subgraphs';
import { createTokenMint } from '../../../kit/gateway-tokens';
import { startGatewayWorld, type GatewayWorld } from '../../../kit/gateway-world';
import { createLatch } from '../../../kit/latch';
import { inAnyOrder, mergeParts } from './merge-parts';

const mint = createTokenMint();
let world: GatewayWorld;
/** Holds back what money knows of accounts. */
let held = createLatch();

function bank(): SubgraphDefinition[] {
  return [
    {
      name: 'accounts',
      sdl: `
        type Query { account: Account things: [Thing!]! shelf: [Item] }
        union Item = Account | Safe
        interface Thing { id: ID! }
        type Account implements Thing @key(fields: "id") { id: ID! name: String }
        type Safe implements Thing @authenticated @key(fields: "id") { id: ID! code: String }
      `,
      resolvers: {
        Account: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'one' }) },
        Query: {
          account: () => ({ id: '1', name: 'one' }),
          shelf: () => [
            { __typename: 'Account', id: '1', name: 'one' },
            { __typename: 'Safe', id: 's', code: 'canary' },
          ],
          things: () => [
            { __typename: 'Account', id: '1', name: 'one' },
            { __typename: 'Safe', id: 's', code: 'canary' },
          ],
        },
      },
    },
    {
      name: 'money',
      sdl: `
        type Query { rate: Int }
        type Account @key(fields: "id") { id: ID! balance: Int @authenticated pin: Int! @authenticated open: Int }
      `,
      resolvers: { Account: { balance: () => 77, pin: () => 88, open: () => held.opened.then(() => 1) } },
    },
  ];
}

beforeEach(() => held.open());
beforeAll(async () => {
  world = await startGatewayWorld(bank(), (folder) => ({ identity: mint.identity(folder) }));
});
afterAll(() => world.close());

const open = (query: string, headers = {}): Promise<ClientParts> =>
  openParts(world.url, query, { accept: 'multipart/mixed, application/json', headers });
const refusedAt = (...path: (string | number)[]): object => ({
  message: 'Not authorized to read this field.',
  path,
  extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
});

describe('to an anonymous caller', () => {
  test('a refused field in a deferred part is null with an error in that part, and never fetched', async () => {
    held = createLatch();
    const before = world.subgraph('money').seen.length;
    const parts = await open('{ account { id ... @defer(label: "more") { id balance open } } }');
    expect(await parts.next()).toEqual({
      data: { account: { id: '1' } },
      pending: [{ id: '0', path: ['account'], label: 'more' }],
      hasNext: true,
    });
    held.open();
    expect(await parts.rest()).toEqual([
      {
        incremental: [
          { id: '0', data: { balance: null, open: 1 }, errors: [refusedAt('account', 'balance')] },
        ],
        completed: [{ id: '0' }],
        hasNext: false,
      },
    ]);
    const seen = world.subgraph('money').seen.slice(before);
    expect(seen.map(({ query }) => query.includes('balance'))).toEqual([false]);
  });

  test('the same in the format of August 2022', async () => {
    held = createLatch();
    const parts = await openParts(
      world.url,
      '{ account { id ... @defer(label: "more") { id balance open } } }',
      {
        accept: 'multipart/mixed;deferSpec=20220824',
      },
    );
    expect(await parts.next()).toEqual({ data: { account: { id: '1' } }, hasNext: true });
    held.open();
    expect(await parts.rest()).toEqual([
      {
        incremental: [
          {
            data: { id: '1', balance: null, open: 1 },
            errors: [refusedAt('account', 'balance')],
            path: ['account'],
            label: 'more',
          },
        ],
        hasNext: false,
      },
    ]);
  });

  test('a refused field of the first answer is told with it, while the rest is still to come', async () => {
    held = createLatch();
    const parts = await open('{ account { balance ... @defer { open } } }');
    expect(await parts.next()).toMatchObject({
      data: { account: { balance: null } },
      errors: [refusedAt('account', 'balance')],
    });
    held.open();
    expect(await parts.rest()).toMatchObject([{ incremental: [{ data: { open: 1 } }], hasNext: false }]);
  });

  test('a fragment of which nothing is left is answered at once', async () => {
    const parts = await open('{ account { id ... @defer { balance } } }');
    expect(JSON.parse(await parts.text())).toEqual({
      data: { account: { id: '1', balance: null } },
      errors: [refusedAt('account', 'balance')],
    });
  });

  test('a refused field that must not be null fails its part, and what is deferred in it', async () => {
    const parts = await open('{ account { id ... @defer { pin open ... @defer { name } } } }');
    expect(await parts.rest()).toEqual([
      { data: { account: { id: '1' } }, pending: [{ id: '0', path: ['account'] }], hasNext: true },
      { completed: [{ id: '0', errors: [refusedAt('account', 'pin')] }], hasNext: false },
    ]);
  });

  test('an object of a refused type has no parts', async () => {
    const parts = await open('{ shelf { __typename ... @defer { ... on Account { id open name } } } }');
    expect(await parts.rest()).toEqual([
      {
        data: { shelf: [{ __typename: 'Account' }, null] },
        errors: [refusedAt('shelf', 1)],
        pending: [{ id: '0', path: ['shelf', 0] }],
        hasNext: true,
      },
      {
        incremental: [{ id: '0', data: { id: '1', open: 1, name: 'one' } }],
        completed: [{ id: '0' }],
        hasNext: false,
      },
    ]);
  });

  describe.each(['multipart/mixed', 'multipart/mixed;deferSpec=20220824'])('in %s', (accept) => {
    test.each([
      '{ account { id ... @defer { balance open } } shelf { __typename } }',
      '{ shelf { ... @defer { __typename ... on Account { id name balance ... @defer { open } } } } }',
      '{ ... @defer { account { balance ... @defer { open name } } } rate }',
      '{ account { name: balance ... @defer { id: open balance ... @defer { open: name } } } }',
      'query ($no: Boolean = false) { account { ...F @defer(if: $no) ...F @defer } } fragment F on Account { balance open }',
    ])('the parts together are the whole: %s', async (query) => {
      const { body } = await world.ask(query);
      expect(JSON.stringify(body.errors)).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
      const merged = await mergeParts(await openParts(world.url, query, { accept }));
      expect(merged.data).toEqual(inAnyOrder(body.data));
      expect(merged.count).toBeGreaterThan(0);
    });
  });

  test('a refused field that must not be null takes its object along', async () => {
    const parts = await open('{ account { id ... @defer { pin } } }');
    expect(JSON.parse(await parts.text())).toEqual({
      data: { account: null },
      errors: [refusedAt('account', 'pin')],
    });
  });

  test('objects of a refused type show in no part', async () => {
    const text = await (await open('{ things { ... @defer { id ... on Safe { code } } } }')).text();
    expect(text).not.toContain('canary');
    expect(JSON.parse(text)).toMatchObject({ errors: [refusedAt('things')] });
  });

  test('what nothing is refused of is deferred', async () => {
    expect(await (await open('{ account { id ... @defer { open } } }')).rest()).toHaveLength(2);
  });
});

test('a caller who may see all gets it in parts', async () => {
  const parts = await open('{ account { id ... @defer { balance pin } } }', mint.bearer());
  expect((await parts.rest())[1]).toMatchObject({ incremental: [{ data: { balance: 77, pin: 88 } }] });
});
