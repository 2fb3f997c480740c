import { startGatewayWorld, type Answer, type GatewayWorld } from '../kit/gateway-world';
import { repeat } from '../kit/hostile-world';
import { hops, nastyOperations, plannerGraph, tree } from './planner-graph';

jest.setTimeout(60_000);

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld(plannerGraph(), { planning: { timeoutMs: 500 } });
});
afterAll(() => world.close());

const codeOf = ({ body }: Answer): string | undefined => body.errors?.[0]?.extensions.code;

async function figure(name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', world.url))).text();
  return Number(text.split('\n').find((line) => line.startsWith(`${name} `))?.split(' ').at(-1) ?? 0); // prettier-ignore
}

const calls = (): number =>
  ['one', 'two', 'three'].reduce((sum, name) => sum + world.subgraph(name).seen.length, 0);

const REFUSALS = ['QUERY_TOO_COMPLEX', 'PLAN_TIMEOUT', 'GRAPHQL_VALIDATION_FAILED'];

test.each(nastyOperations())('%s: answered or refused, and never a failure', async (_name, query) => {
  const before = calls();
  const startedAt = performance.now();
  const answer = await world.ask(query);
  if (answer.status === 200) expect(answer.body.errors).toBeUndefined();
  else {
    expect(answer.status).toBe(400);
    expect([...REFUSALS, 'OPERATION_RESOLUTION_FAILURE']).toContain(codeOf(answer));
    expect(calls()).toBe(before);
  }
  // The limits of planning and of a request, whichever is reached, with room for a busy machine.
  expect(performance.now() - startedAt).toBeLessThan(8_000);
});

test('P-02: a tree that grows five times at each level is refused unplanned', async () => {
  const before = await figure('gateway_operations_planned_total{outcome="timeout"}');
  expect(codeOf(await world.ask(`{ t { ${tree(5, 4, 'n')} } }`))).toMatch(
    /QUERY_TOO_COMPLEX|MAX_TOKENS_LIMIT/,
  );
  expect(codeOf(await world.ask(`{ t { ${tree(4, 4, 'x3')} } }`))).toBe('QUERY_TOO_COMPLEX');
  expect(codeOf(await world.ask(`{ t { ${tree(3, 6, 'x1')} } }`))).toMatch(
    /QUERY_TOO_COMPLEX|MAX_TOKENS_LIMIT/,
  );
  expect(await figure('gateway_operations_planned_total{outcome="timeout"}')).toBe(before);
});

describe('CVE-2024-43414, CVE-2025-32030, CVE-2025-32031: small operations that take a planner for ever', () => {
  test.each([
    ['thirteen levels of two fields', 13],
    ['ten levels of two fields', 10],
    ['eight levels of two fields', 8],
  ])('%s', async (_name, levels) => {
    const level = (n: number): string => (n + 1 < levels ? `...F${n + 1}` : 'n x1 x3');
    const query = `{ t { ...F0 } } ${repeat(levels, (n) => `fragment F${n} on T { a { ${level(n)} } b { ${level(n)} } }`)}`;
    const answer = await world.ask(query);
    expect([answer.status, REFUSALS.concat('MAX_DEPTH_LIMIT').includes(codeOf(answer) ?? '')]).toEqual([
      400,
      true,
    ]);
  });

  test('named fragments that are reused on the way', async () => {
    const query = `{ t { ...A ...B } } fragment A on T { a { ...C } b { ...C } } fragment B on T { b { ...C } a { ...C } }
      fragment C on T { a { ...D } b { ...D } } fragment D on T { c { ...E } d { ...E } } fragment E on T { e { x3 n } a { x3 n } }`;
    const answer = await world.ask(query);
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 400) expect(REFUSALS).toContain(codeOf(answer));
  });
});

test('P-06: conditions are one plan, whatever they hold', async () => {
  const variables = repeat(40, (n) => `$v${n}: Boolean!`);
  const query = `query (${variables}) { t { ${repeat(40, (n) => `a @include(if: $v${n}) { x1 }`)} } }`;
  const planned = async (): Promise<number> => figure('gateway_operations_planned_total{outcome="plan"}');
  const before = await planned();
  for (const seed of [0, 1, 2, 3, 5, 8]) {
    const values = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`v${n}`, (n * seed) % 3 === 1]));
    const { body } = await world.ask(query, { variables: values });
    expect(body.errors).toBeUndefined();
    expect(body.data).toEqual({ t: seed === 0 || seed === 3 ? {} : { a: { x1: null } } });
  }
  expect(await planned()).toBe(before + 1);
});

test('P-09: many equal requests at once are planned once', async () => {
  const before = await figure('gateway_operations_planned_total{outcome="plan"}');
  const query = `query Stampede { t { ${hops(4)} } }`;
  const answers = await Promise.all(Array.from({ length: 300 }, () => world.ask(query)));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(200);
  expect(await figure('gateway_operations_planned_total{outcome="plan"}')).toBe(before + 1);
});

test('P-20: a mutation with more root fields than are allowed runs none of them', async () => {
  const before = calls();
  const answer = await world.ask(`mutation { ${repeat(100, (n) => `touch${n % 2 ? 14 : 20} { id }`)} }`);
  expect([answer.status, codeOf(answer)]).toEqual([400, 'MAX_ROOT_FIELDS_LIMIT']);
  expect(calls()).toBe(before);
});

test('P-10: what a planner dies of costs its own operation, and others go on', async () => {
  const nasty = nastyOperations()
    .slice(0, 8)
    .map(([, query]) => world.ask(query));
  const others = Array.from({ length: 20 }, (_, n) => world.ask(`query Other${n} { t { n } }`));
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual(Array(20).fill(200));
  await Promise.all(nasty);
});
