import { createServer, type Socket } from 'node:net';
import { type AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { parse } from 'graphql';
import { decodePlan, encodePlan, PLAN_FORMAT } from '../../../gateway/planning/cache/plan-codec';
import { planKey } from '../../../gateway/planning/cache/plan-key';
import { openRedisPlanStore } from '../../../gateway/planning/cache/redis-plan-store';
import { createSharedPlanner } from '../../../gateway/planning/cache/shared-planner';
import { type SharedPlanStore } from '../../../gateway/planning/cache/shared-plan-store';
import { createApolloPlanner } from '../../../gateway/planning/apollo-planner';
import { operationText } from '../../../gateway/planning/operation-text';
import { type PlanConditions, type Planner } from '../../../gateway/planning/planner';
import { until } from '../../kit/gateway-streams';
import { compose } from '../../kit/plans';
import { testServers } from '../../kit/servers';

const prefix = `test-plans-${randomUUID()}`;
const OFF: PlanConditions = { overrideLabels: new Map() };
const operation = { document: parse('{ me { name read } }'), operationName: undefined };
const planText = createApolloPlanner(
  compose({
    people: 'type Query { me: Person } type Person @key(fields: "id") { id: ID! name: String }',
    books: 'type Person @key(fields: "id") { id: ID! read: Int }',
  }),
);
const isSubgraph = (name: string): boolean => ['people', 'books'].includes(name);
let redis: Redis;
const stores: SharedPlanStore[] = [];

beforeAll(() => {
  redis = new Redis(testServers().redisUrl);
});
afterAll(async () => {
  for (const store of stores) store.close();
  await redis.quit();
});

async function open(url: string, warnings: string[] = []): Promise<SharedPlanStore> {
  const store = await openRedisPlanStore({ url, prefix, ttlSeconds: 60 }, (reason) => warnings.push(reason));
  stores.push(store);
  return store;
}

/** A gateway's planner over a store, counting what it plans itself. */
function plannerOver(
  store: SharedPlanStore,
  supergraphId = 's',
): { readonly planner: Planner; planned: number } {
  const counted = { planned: 0, planner: {} as Planner };
  const inner: Planner = {
    plan: async ({ document }) => {
      counted.planned += 1;
      return planText(operationText(document), []);
    },
  };
  counted.planner = createSharedPlanner(inner, store, { supergraphId, isSubgraph });
  return counted;
}

/** The store connects in the background. */
async function connected(store: SharedPlanStore): Promise<void> {
  await until(async () => {
    store.set('probe', 'x');
    return (await store.get('probe')) === 'x';
  });
}

function keyOf(supergraphId: string): string {
  return `${prefix}:${PLAN_FORMAT}:${planKey(supergraphId, operationText(operation.document), [])}`;
}

describe('with a Redis', () => {
  let store: SharedPlanStore;
  beforeAll(async () => {
    store = await open(testServers().redisUrl);
    await connected(store);
  });

  test('a plan that one gateway made is not made by the next, and it expires', async () => {
    const [first, second] = [plannerOver(store), plannerOver(store)];
    const plan = await first.planner.plan(operation, OFF);
    await until(async () => (await redis.exists(keyOf('s'))) === 1);
    expect(await second.planner.plan(operation, OFF)).toEqual(JSON.parse(JSON.stringify(plan)));
    expect([first.planned, second.planned]).toEqual([1, 0]);
    expect(await redis.ttl(keyOf('s'))).toBeGreaterThan(0);
  });

  test('plans of another supergraph or other labels are others', async () => {
    const other = plannerOver(store, 'other');
    await other.planner.plan(operation, OFF);
    const same = plannerOver(store);
    await same.planner.plan(operation, { overrideLabels: new Map([['x', true]]) });
    expect([other.planned, same.planned]).toEqual([1, 1]);
  });

  test.each([
    ['no JSON', '{'],
    ['another format', encodePlan(planText('{ me { name } }', [])).replace(PLAN_FORMAT, '0')],
    ['an unknown subgraph', encodePlan(planText('{ me { name } }', [])).replace('"people"', '"evil"')],
    [
      'a node that does not exist',
      `{"format":"${PLAN_FORMAT}","plan":{"kind":"QueryPlan","node":{"kind":"Run"}}}`,
    ],
    ['more than a plan', `{"format":"${PLAN_FORMAT}","plan":{"kind":"QueryPlan"},"__proto__":{}}`],
  ])('a stored value with %s is not used, and replaced', async (_name, text) => {
    const id = randomUUID();
    await redis.set(keyOf(id), text);
    const fresh = plannerOver(store, id);
    expect(await fresh.planner.plan(operation, OFF)).toMatchObject({
      kind: 'QueryPlan',
      node: { kind: 'Sequence' },
    });
    expect(fresh.planned).toBe(1);
    await until(async () => (await redis.get(keyOf(id))) !== text);
  });

  test('a key of another kind is replaced, and the store goes on', async () => {
    const id = randomUUID();
    await redis.lpush(keyOf(id), 'x');
    await plannerOver(store, id).planner.plan(operation, OFF);
    await until(async () => (await redis.type(keyOf(id))) === 'string');
  });
});

test('a Redis that does not answer costs one short wait, and is then left alone', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const warnings: string[] = [];
  const store = await open(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`, warnings);
  const slow = plannerOver(store);
  const startedAt = performance.now();
  for (let time = 0; time < 20; time += 1) await slow.planner.plan(operation, OFF);
  expect(slow.planned).toBe(20);
  expect(performance.now() - startedAt).toBeLessThan(900);
  expect(warnings).toHaveLength(1);
  store.close();
  for (const socket of sockets) socket.destroy();
  silent.close();
});

test('a Redis that is not there costs nothing', async () => {
  const warnings: string[] = [];
  const gone = plannerOver(await open('redis://127.0.0.1:1', warnings));
  for (let time = 0; time < 5; time += 1) await gone.planner.plan(operation, OFF);
  expect([gone.planned, warnings.length]).toEqual([5, 1]);
});

test('every kind of plan survives being stored', () => {
  for (const text of [
    '{ me { name read @include(if: $x) } }',
    '{ me { name ... @defer(label: "l") { read } } }',
  ]) {
    const withVariables = text.includes('$x') ? `query ($x: Boolean!) ${text}` : text;
    const plan = JSON.parse(JSON.stringify(planText(withVariables, [])));
    expect(decodePlan(encodePlan(plan), isSubgraph)).toEqual(plan);
  }
});
