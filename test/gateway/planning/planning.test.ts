import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type QueryPlan } from '@apollo/query-planner';
import { getOperationAST, parse } from 'graphql';
import { pino } from 'pino';
import { accessResolver } from '../../../gateway/authorization/access';
import { Requirements } from '../../../gateway/authorization/requirements';
import { runOperation, type Engine, type RunnableOperation } from '../../../gateway/execution/run-operation';
import { ANONYMOUS } from '../../../gateway/identity/principal';
import { PUBLIC_LIMITS } from '../../../gateway/limits/limit-values';
import { buildSupergraph } from '../../../gateway/supergraph/supergraph';
import { Cancellation } from '../../../gateway/support/cancellation';
import { Metrics } from '../../../gateway/telemetry/metrics';
import { shop } from '../../kit/gateway-shop';
import { until } from '../../kit/gateway-streams';
import { type SubgraphDefinition } from '../../kit/gateway-subgraphs';
import { startGatewayWorld, type GatewayWorld } from '../../kit/gateway-world';
import { compose } from '../../kit/plans';

const TREE =
  'type Query { t: T @shareable } type T @key(fields: "id") { id: ID! a: T @shareable b: T @shareable }';

/** A tree whose inner nodes two subgraphs share, and whose leaves a third one has. */
function tree(): SubgraphDefinition[] {
  const t = (): object => ({ __typename: 'T', id: '1' });
  const inner = { Query: { t }, T: { a: t, b: t, __resolveReference: t } };
  return [
    { name: 'one', sdl: TREE, resolvers: inner },
    { name: 'two', sdl: TREE, resolvers: inner },
    {
      name: 'leaves',
      sdl: 'type T @key(fields: "id") { id: ID! x: Int }',
      resolvers: { T: { x: () => 1, __resolveReference: t } },
    },
  ];
}

/** 2^levels leaves in some hundred bytes; names make it another operation. */
function attack(levels: number, name = 'Q'): string {
  const fragments = Array.from({ length: levels }, (_, level) =>
    level === levels - 1
      ? `fragment F${level} on T{x}`
      : `fragment F${level} on T{a{...F${level + 1}}b{...F${level + 1}}}`,
  );
  return `query ${name}{t{...F0}}${fragments.join('')}`;
}

async function figure(world: GatewayWorld, line: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', world.url))).text();
  const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
  return Number(found?.slice(line.length + 1) ?? 0);
}

test('the attack of ten nested shareable fields is refused before it is planned', async () => {
  const world = await startGatewayWorld(tree());
  const query = attack(10);
  expect(query.length).toBeLessThan(500);
  const { status, body } = await world.ask(query);
  expect([status, body.errors?.[0]?.extensions.code, body.data]).toEqual([
    400,
    'QUERY_TOO_COMPLEX',
    undefined,
  ]);
  expect(await figure(world, 'gateway_planning_duration_seconds_count')).toBe(0);
  expect((await world.ask('{ t { a { x } } }')).body).toEqual({ data: { t: { a: { x: 1 } } } });
  await world.close();
});

test('an operation that takes too long to plan costs its own client an error, and others only a wait', async () => {
  const world = await startGatewayWorld(tree(), {
    planning: { complexity: 1e15, timeoutMs: 300 },
    limits: { public: { cost: 1e6 } },
  });
  const [hostile, ...others] = await Promise.all([
    world.ask(attack(10)),
    ...['a', 'b', 'c'].map((field) => world.ask(`query Others { ${field}: t { a { x } } }`)),
  ]);
  expect([hostile?.status, hostile?.body.errors?.[0]?.extensions.code]).toEqual([400, 'PLAN_TIMEOUT']);
  expect(others.map(({ status, body }) => [status, body.errors])).toEqual(Array(3).fill([200, undefined]));
  expect(await figure(world, 'gateway_planning_thread_restarts_total{reason="timeout"}')).toBe(1);
  expect((await world.ask(attack(10))).body.errors?.[0]?.extensions.code).toBe('PLAN_TIMEOUT');
  expect(await figure(world, 'gateway_planning_thread_restarts_total{reason="timeout"}')).toBe(1);
  await world.close();
});

test('known operations are answered while a hostile one is planned', async () => {
  const world = await startGatewayWorld(tree(), {
    planning: { complexity: 1e15, timeoutMs: 700 },
    limits: { public: { cost: 1e6 } },
  });
  await world.ask('{ t { a { x } } }');
  let isPlanned = false;
  const hostile = world.ask(attack(10)).then((answer) => {
    isPlanned = true;
    return answer;
  });
  expect((await world.ask('{ t { a { x } } }')).status).toBe(200);
  expect(isPlanned).toBe(false);
  expect((await hostile).body.errors?.[0]?.extensions.code).toBe('PLAN_TIMEOUT');
  await world.close();
});

test('the most used operations are planned again before a new supergraph is served', async () => {
  // A busy machine may take its time here; that nothing waits longer than it should is another test's.
  const world = await startGatewayWorld(shop(), { planning: { warmUp: { timeoutMs: 20_000 } } });
  const query = '{ people { id name read { title } } }';
  for (let time = 0; time < 3; time += 1) await world.ask(query);
  await world.ask('{ now }');
  expect(await figure(world, 'gateway_plan_cache_lookups_total{outcome="hit"}')).toBe(2);
  const next = join(world.folder, 'next.graphql');
  writeFileSync(next, world.supergraph.replace('now: Int!', 'later: Int!'));
  renameSync(next, world.supergraphFile);
  await until(async () => (await world.ask('{ later }')).status === 200);
  expect((await world.ask('{ now }')).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  const before = await figure(world, 'gateway_plan_cache_lookups_total{outcome="hit"}');
  expect((await world.ask(query)).status).toBe(200);
  expect(await figure(world, 'gateway_plan_cache_lookups_total{outcome="hit"}')).toBe(before + 1);
  expect(await figure(world, 'gateway_plan_cache_bytes')).toBeGreaterThan(100);
  await world.close();
});

test('a gateway whose planning threads end when idle plans on', async () => {
  const world = await startGatewayWorld(shop(), { planning: { idleMs: 1 } });
  for (const query of ['{ people { id } }', '{ people { name } }']) {
    expect((await world.ask(query)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await world.close();
});

test('an empty plan for an operation that asks for data is an error of the request, never null without a reason', async () => {
  const supergraph = buildSupergraph(compose({ one: 'type Query { a: Int }' }));
  const empty: QueryPlan = { kind: 'QueryPlan' };
  const engine: Engine = {
    schema: supergraph.clientSchema,
    accessOf: accessResolver(new Requirements(supergraph)),
    planner: { plan: async () => empty },
    conditions: { overrideLabels: new Map() },
    executor: {
      execute: () => Promise.reject(new Error('executed')),
      subscribe: () => Promise.reject(new Error('opened')),
    },
    metrics: new Metrics({ requests: () => 0, subscriptions: () => 0 }),
    checkCost: () => undefined,
    filtered: new WeakMap(),
  };
  await expect(runOperation(engine, asked('{ a }'))).rejects.toMatchObject({
    code: 'OPERATION_RESOLUTION_FAILURE',
    status: 400,
  });
});

function asked(text: string): RunnableOperation {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('the document has no operation');
  return {
    document,
    operation,
    operationName: undefined,
    variables: { given: {}, coerced: {} },
    scope: {
      requestId: 'r',
      principal: ANONYMOUS,
      limits: PUBLIC_LIMITS,
      forwardedHeaders: {},
      cancellation: new Cancellation(),
      deadline: Infinity,
      log: pino({ level: 'silent' }),
    },
  };
}
