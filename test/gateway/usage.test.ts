import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { buildSchema } from 'graphql';
import { applyUsage } from '../../schema/usage/apply-usage';
import { readTraffic } from '../../schema/usage/read-traffic';
import { createTokenMint } from '../kit/gateway-tokens';
import { type SubgraphDefinition } from '../kit/gateway-subgraphs';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';
import { changed } from '../kit/recorded';

const SDL = `
  enum Size { SMALL LARGE HUGE }
  scalar Json
  input Filter { size: Size text: String number: Float limits: [Limit!] extra: Json }
  input Limit { first: Int sizes: [Size!] }
  type Query {
    boxes(filter: Filter, size: Size, text: String, id: ID, number: Int, ids: [ID!], extra: Json): [String!]
    size: Size
  }
  type Mutation { touch(text: String!): Int }
  type Subscription { ticks(text: String): Int }
`;

const mint = createTokenMint();

function boxes(): SubgraphDefinition[] {
  const resolvers = {
    Query: { boxes: () => ['a'], size: () => 'SMALL' },
    Mutation: { touch: () => 1 },
    Subscription: {
      ticks: {
        subscribe: async function* () {
          yield { ticks: 1 };
        },
      },
    },
  };
  return [{ name: 'boxes', sdl: SDL, resolvers }];
}

async function startRecording(usage: object = {}): Promise<GatewayWorld & { readonly file: string }> {
  const world = await startGatewayWorld(boxes(), (folder) => ({
    identity: mint.identity(folder),
    usage: { file: join(folder, 'usage.ndjson'), ...usage },
  }));
  return { ...world, file: join(world.folder, 'usage.ndjson') };
}

/** What the gateway has written once it has stopped. */
async function recorded(ask: (world: GatewayWorld) => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const world = await startRecording();
  await ask(world);
  await world.gateway.close();
  const text = readFileSync(world.file, 'utf8');
  await world.close();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line tells client, operation, document, how often and when last', async () => {
  const before = new Date().toISOString();
  const [line, ...others] = await recorded(async ({ ask }) => {
    const headers = mint.bearer({ client: 'billing' });
    await ask('query A { size }', { headers });
    await ask('query   A  { size } # the same', { headers });
  });
  expect(others).toEqual([]);
  expect(line).toEqual({
    client: 'billing',
    operation: 'A',
    document: 'query A{size}',
    count: 2,
    lastSeen: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  expect(String(line?.lastSeen) >= before).toBe(true);
});

test('each client has lines of its own, and who has no name is anonymous', async () => {
  const lines = await recorded(async ({ ask }) => {
    await ask('{ size }');
    await ask('{ size }', { headers: mint.bearer({ client: 'billing' }) });
    await ask('{ size }', { headers: mint.bearer({ client: 'portal' }) });
  });
  const names = lines.map(({ client, operation, count }) => [client, operation, count]);
  expect(names).toEqual([
    ['anonymous', 'anonymous', 1],
    ['billing', 'anonymous', 1],
    ['portal', 'anonymous', 1],
  ]);
});

test('enum values and input fields are recorded, and no value of a variable or literal', async () => {
  const document = `query A($f: Filter, $s: Size, $t: String, $ids: [ID!], $x: Json) {
    boxes(filter: $f, size: $s, text: $t, ids: $ids, extra: $x)
    b: boxes(text: "CANARY", id: "CANARY", number: 424242, ids: ["CANARY1", "CANARY2"], size: LARGE)
    c: boxes(text: """CANARY""", filter: { number: 4242.5, limits: [{ first: 424242 }], extra: { CANARY: [CANARY] } })
    d: boxes(extra: CANARY)
  }`;
  const variables = {
    f: { size: 'HUGE', text: 'CANARY', number: 424242, limits: [{ first: 424242, sizes: 'SMALL' }], extra: { CANARY: 1 } },
    s: 'SMALL',
    t: 'CANARY',
    ids: [424242, 'CANARY'],
    x: ['CANARY', { size: 'LARGE' }],
    CANARY: 'CANARY',
  }; // prettier-ignore
  const lines = await recorded(({ ask }) => ask(document, { variables, headers: { 'x-canary': 'CANARY' } }));
  expect(JSON.stringify(lines)).not.toMatch(/CANARY|4242/);
  expect(lines).toMatchObject([
    {
      values: { Size: ['HUGE', 'SMALL'] },
      inputFields: [
        'Filter',
        'Filter.extra',
        'Filter.limits',
        'Filter.number',
        'Filter.size',
        'Filter.text',
        'Limit',
        'Limit.first',
        'Limit.sizes',
      ],
    },
  ]);
  expect(lines[0]?.document).toContain(
    'b:boxes(text:"" id:"" number:1 ids:[""]size:LARGE)c:boxes(text:"" filter:{number:1.0 limits:[{first:1}]extra:{}})d:boxes(extra:"")',
  );
});

test('documents that differ in literals alone are one line', async () => {
  const lines = await recorded(async ({ ask }) => {
    for (const text of ['a', 'b', 'c']) await ask(`{ boxes(text: "${text}", ids: [1, 2, "${text}"]) }`);
    await ask('{ boxes(text: "d", ids: ["x"]) }');
  });
  expect(lines.map(({ document, count }) => [document, count])).toEqual([
    ['{boxes(text:"" ids:[1 ""])}', 3],
    ['{boxes(text:"" ids:[""])}', 1],
  ]);
});

test('of a document of several operations the one that ran is recorded', async () => {
  const document = 'query A { ...F } query B { boxes(text: "x") } fragment F on Query { size }';
  const lines = await recorded(({ ask }) => ask(document, { operationName: 'A' }));
  expect(lines).toMatchObject([{ operation: 'A', document: 'query A{...F}fragment F on Query{size}' }]);
});

test('what is not valid is not recorded', async () => {
  const lines = await recorded(async ({ ask }) => {
    await ask('{ gone }');
    await ask('query A($s: Size) { boxes(size: $s) }', { variables: { s: 'CANARY' } });
    await ask('{ size }', { headers: { authorization: 'Bearer x' } });
  });
  expect(lines).toEqual([]);
});

test('operations of a WebSocket and mutations are recorded', async () => {
  const lines = await recorded(async ({ url, ask }) => {
    await ask('mutation M { touch(text: "x") }');
    const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket });
    for await (const _ of client.iterate({ query: 'subscription S { ticks(text: "CANARY") }' }));
    await client.dispose();
  });
  expect(lines.map(({ operation, document }) => [operation, document])).toEqual([
    ['M', 'mutation M{touch(text:"")}'],
    ['S', 'subscription S{ticks(text:"")}'],
  ]);
});

test('lines are written at each interval, and figures tell of them', async () => {
  const world = await startRecording({ rotate: { intervalSeconds: 1 } });
  await world.ask('{ size }');
  const deadline = Date.now() + 20_000;
  while (readFileSync(world.file, 'utf8') === '' && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(readFileSync(world.file, 'utf8')).toMatch(/^{"client":"anonymous".*}\n$/);
  const metrics = await (await fetch(world.url.replace('/graphql', '/metrics'))).text();
  expect(metrics).toMatch(/gateway_usage_lines_total 1\n/);
  expect(metrics).toMatch(/gateway_usage_dropped_total 0\n/);
  await world.close();
});

test('a disk that refuses lines loses them, and no request', async () => {
  const world = await startRecording({ file: '/dev/full' });
  expect((await world.ask('{ size }')).status).toBe(200);
  await world.gateway.close();
  expect(world.logs.join('')).toContain('usage could not be written');
  await world.close();
});

test('a file that cannot be written is refused at the start', async () => {
  const start = startGatewayWorld(boxes(), (folder) => {
    mkdirSync(join(folder, 'usage'));
    return { usage: { file: join(folder, 'usage') } };
  });
  await expect(start).rejects.toThrow(/^The usage file .*\/usage cannot be written: (Error: )?EISDIR/);
  const missing = startGatewayWorld(boxes(), (folder) => ({ usage: { file: join(folder, 'none/usage') } }));
  await expect(missing).rejects.toThrow(/cannot be written: (Error: )?ENOENT/);
});

test('nothing is recorded unless it is asked for', async () => {
  const world = await startGatewayWorld(boxes());
  await world.ask('{ size }');
  const metrics = await (await fetch(world.url.replace('/graphql', '/metrics'))).text();
  expect(metrics).not.toContain('gateway_usage');
  await world.close();
});

test('what was recorded tells the schema check who uses what', async () => {
  const lines = await recorded(async ({ ask }) => {
    const headers = mint.bearer({ client: 'portal' });
    const query = 'query A($f: Filter) { boxes(filter: $f) }';
    await ask(query, { headers, variables: { f: { size: 'LARGE', text: 'x' } } });
    await ask(query, { headers, variables: { f: { limits: [{}] } } });
  });
  const { operations, errors } = readTraffic(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), 'f');
  expect(errors).toEqual([]);
  const api = buildSchema(SDL);
  const version = { subgraphs: [], supergraph: '', api };
  const used = ['Size.LARGE', 'Filter.text', 'Filter.limits'];
  const unused = ['Size.HUGE', 'Size.SMALL', 'Filter.number', 'Limit.first', 'Limit.sizes'];
  const changes = [...used, ...unused].map((coordinate) =>
    changed(coordinate.startsWith('Size') ? 'VALUE_REMOVED_FROM_ENUM' : 'FIELD_REMOVED', coordinate),
  );
  const weighed = applyUsage(changes, version, version, operations);
  const broken = weighed.filter(({ severity }) => severity === 'breaking');
  expect(broken.map(({ coordinate }) => coordinate)).toEqual(used);
  expect(broken[0]?.affected).toMatchObject([{ client: 'portal', operation: 'A', count: 2 }]);
  const required = changed('REQUIRED_INPUT_FIELD_ADDED', 'Limit.novel');
  expect(applyUsage([required], version, version, operations)).toMatchObject([{ severity: 'breaking' }]);
});
