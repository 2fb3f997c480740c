import { openParts, type ClientParts } from '../../../kit/gateway-parts';
import { type SubgraphDefinition } from '../../../kit/gateway-subgraphs';
import { createTokenMint } from '../../../kit/gateway-tokens';
import { startGatewayWorld, type GatewayWorld } from '../../../kit/gateway-world';

const mint = createTokenMint();
let world: GatewayWorld;

function bank(): SubgraphDefinition[] {
  return [
    {
      name: 'accounts',
      sdl: `
        type Query { account: Account things: [Thing!]! }
        interface Thing { id: ID! }
        type Account implements Thing @key(fields: "id") { id: ID! name: String }
        type Safe implements Thing @authenticated @key(fields: "id") { id: ID! code: String }
      `,
      resolvers: {
        Query: {
          account: () => ({ id: '1', name: 'one' }),
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
      resolvers: { Account: { balance: () => 77, pin: () => 88, open: () => 1 } },
    },
  ];
}

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
  test('a refused field in a deferred part is null with an error, in one whole answer, and never fetched', async () => {
    const before = world.subgraph('money').seen.length;
    const parts = await open('{ account { id ... @defer { balance open } } }');
    expect(JSON.parse(await parts.text())).toEqual({
      data: { account: { id: '1', balance: null, open: 1 } },
      errors: [refusedAt('account', 'balance')],
    });
    const seen = world.subgraph('money').seen.slice(before);
    expect(seen.map(({ query }) => query.includes('balance'))).toEqual([false]);
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
