import { type QueryPlan } from '@apollo/query-planner';
import { parse } from 'graphql';
import { RequestRefused } from '../../../gateway/errors';
import { createCachedPlanner } from '../../../gateway/planning/cache/cached-planner';
import { operationText } from '../../../gateway/planning/operation-text';
import {
  type PlanConditions,
  type PlannableOperation,
  type Planner,
} from '../../../gateway/planning/planner';
import { warmUp } from '../../../gateway/planning/warm-up';
import { WeightedCache } from '../../../gateway/support/weighted-cache';
import { buildSchema } from 'graphql';

const OFF: PlanConditions = { overrideLabels: new Map() };

interface FakePlanner extends Planner {
  readonly planned: string[];
}

function fakePlanner(planOf: (text: string) => QueryPlan | Promise<QueryPlan> = fetchOf): FakePlanner {
  const planned: string[] = [];
  return {
    planned,
    plan: async ({ document }) => {
      const text = operationText(document);
      planned.push(text);
      return planOf(text);
    },
  };
}

function fetchOf(operation: string): QueryPlan {
  return {
    kind: 'QueryPlan',
    node: {
      kind: 'Fetch',
      serviceName: 'a',
      operation,
      operationKind: 'query' as never,
      operationName: undefined,
    },
  };
}

function asked(text: string): PlannableOperation {
  return { document: parse(text), operationName: undefined };
}

function cached(planner: Planner, cacheBytes = 1_000_000): ReturnType<typeof createCachedPlanner> {
  return createCachedPlanner(planner, { supergraphId: 's', cacheBytes });
}

test('an operation is planned once, however it is spelled, and the very same plan is given', async () => {
  const planner = fakePlanner();
  const cache = cached(planner);
  const first = await cache.plan(
    asked('query Q { ...A ...B } fragment A on Query { a } fragment B on Query { b }'),
    OFF,
  );
  const second = await cache.plan(
    asked('query Q {\n  ...A,, ...B # comment\n} fragment B on Query {b} fragment A on Query {a}'),
    OFF,
  );
  expect(second).toBe(first);
  expect(planner.planned).toHaveLength(1);
  expect(cache.lookups).toEqual({ hits: 1, misses: 1 });
});

test('operations whose fields have another order are others, because their answers are', async () => {
  const planner = fakePlanner();
  const cache = cached(planner);
  await cache.plan(asked('{ a b }'), OFF);
  await cache.plan(asked('{ b a }'), OFF);
  expect(planner.planned).toEqual(['{a b}', '{b a}']);
});

test('labels that are on make another plan, labels that are off do not', async () => {
  const planner = fakePlanner();
  const cache = cached(planner);
  for (const labels of [
    [],
    [['x', false]],
    [['x', true]],
    [
      ['y', true],
      ['x', true],
    ],
    [
      ['x', true],
      ['y', true],
    ],
  ]) {
    await cache.plan(asked('{ a }'), { overrideLabels: new Map(labels as [string, boolean][]) });
  }
  expect(planner.planned).toHaveLength(3);
});

test('a thousand equal requests at the same time are one planning', async () => {
  let release: (plan: QueryPlan) => void = () => undefined;
  const planner = fakePlanner(() => new Promise((resolve) => (release = resolve)));
  const cache = cached(planner);
  const plans = Array.from({ length: 1_000 }, () => cache.plan(asked('{ a }'), OFF));
  release(fetchOf('{a}'));
  expect(new Set(await Promise.all(plans)).size).toBe(1);
  expect(planner.planned).toHaveLength(1);
});

test.each(['PLAN_TIMEOUT', 'QUERY_TOO_COMPLEX'] as const)(
  'a refusal by %s is remembered, so that it is not paid for again at once',
  async (code) => {
    const planner = fakePlanner(() => Promise.reject(new RequestRefused(code)));
    const cache = cached(planner);
    for (let time = 0; time < 3; time += 1)
      await expect(cache.plan(asked('{ a }'), OFF)).rejects.toMatchObject({ code });
    expect(planner.planned).toHaveLength(1);
    expect(cache.mostUsed(10)).toEqual([]);
  },
);

test.each([new RequestRefused('UNAVAILABLE'), new Error('unexpected')])(
  'a failure is tried again: %s',
  async (error) => {
    let fails = true;
    const planner = fakePlanner((text) => (fails ? Promise.reject(error) : fetchOf(text)));
    const cache = cached(planner);
    await expect(cache.plan(asked('{ a }'), OFF)).rejects.toBe(error);
    fails = false;
    await expect(cache.plan(asked('{ a }'), OFF)).resolves.toBeDefined();
  },
);

test('100,000 distinct operations keep the cache within its bytes, and what is used meanwhile stays', async () => {
  const planner = fakePlanner();
  const capacity = 4_000_000;
  const cache = cached(planner, capacity);
  const favourite = asked('{ favourite }');
  let highest = 0;
  for (let index = 0; index < 100_000; index += 1) {
    await cache.plan(asked(`{ field${index} }`), OFF);
    if (index % 100 === 0) await cache.plan(favourite, OFF);
    highest = Math.max(highest, cache.bytes);
  }
  expect(highest).toBeLessThanOrEqual(capacity);
  expect(highest).toBeGreaterThan(capacity * 0.9);
  expect(cache.size).toBeLessThan(10_000);
  expect(planner.planned.filter((text) => text === '{favourite}')).toHaveLength(1);
  expect(cache.mostUsed(1)).toEqual([{ text: '{favourite}', labels: [], hits: 999 }]);
});

describe('a weighted cache', () => {
  test('forgets the oldest until there is room, and does not keep what never fits', () => {
    const cache = new WeightedCache<string, number>(10);
    cache.set('a', 1, 4);
    cache.set('b', 2, 4);
    cache.get('a');
    cache.set('c', 3, 6);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.bytes]).toEqual([1, undefined, 3, 10]);
    cache.set('d', 4, 11);
    expect([cache.get('d'), cache.size]).toEqual([undefined, 2]);
    cache.set('a', 5, 1);
    cache.delete('c');
    expect([cache.bytes, cache.size, [...cache.values()], cache.latest(5)]).toEqual([1, 1, [5], [['a', 5]]]);
  });
});

describe('warming up', () => {
  const schema = buildSchema('type Query { a: Int b: Int }');
  const use = (text: string, labels: string[] = []): { text: string; labels: string[]; hits: number } => ({
    text,
    labels,
    hits: 1,
  });

  test('plans what is valid on the new schema, with its labels, and ignores what fails', async () => {
    const planner = fakePlanner((text) => (text === '{b}' ? Promise.reject(new Error('no')) : fetchOf(text)));
    const cache = cached(planner);
    const uses = [use('{a}', ['x']), use('{gone}'), use('{b}'), use('not an operation'), use('{a b}')];
    expect(await warmUp(cache, schema, uses, performance.now() + 10_000)).toBe(2);
    expect(planner.planned).toEqual(['{a}', '{b}', '{a b}']);
    await cache.plan(asked('{ a }'), { overrideLabels: new Map([['x', true]]) });
    expect(cache.lookups.hits).toBe(1);
  });

  test('ends at its deadline, although a plan never comes', async () => {
    const planner = fakePlanner(() => new Promise(() => undefined));
    const startedAt = performance.now();
    expect(await warmUp(planner, schema, [use('{a}'), use('{b}')], startedAt + 50)).toBe(0);
    expect(planner.planned).toEqual(['{a}']);
  });
});
