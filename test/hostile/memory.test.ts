import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { VariantStore } from '../../gateway/execution/variant-store';
import { repeat, startHostileWorld, type HostileWorld } from '../kit/hostile-world';

jest.setTimeout(120_000);

let world: HostileWorld;
beforeAll(async () => {
  world = await startHostileWorld({ planning: { cacheBytes: 1_000_000, timeoutMs: 10_000 } });
});
afterAll(() => world.close());

setFlagsFromString('--expose-gc');
// The function is there only in contexts that are made after the flag is set.
const collect = runInNewContext('gc') as () => void;

async function heapBytes(): Promise<number> {
  for (let pass = 0; pass < 3; pass += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return getHeapStatistics().used_heap_size;
}

async function figure(name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', world.url))).text();
  return Number(text.split('\n').find((line) => line.startsWith(`${name} `))?.split(' ').at(-1) ?? 0); // prettier-ignore
}

test('P-07: 1,200 operations of which no two are equal take no more memory than the caches may', async () => {
  const sent = { operations: 0 };
  const flood = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 20) {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => {
          const n = (sent.operations += 1);
          return world.operation(`query Q${n} { a${n}: book(id: "${n}") { id title pages } }`);
        }),
      );
      expect(outcomes.every(({ status }) => status === 200)).toBe(true);
    }
  };
  await flood(600);
  // What the subgraphs of the test remember is no matter of the gateway.
  world.subgraph('zulu').seen.length = world.logs.length = 0;
  const before = await heapBytes();
  await flood(600);
  world.subgraph('zulu').seen.length = world.logs.length = 0;
  expect((await heapBytes()) - before).toBeLessThan(32 * 1024 * 1024);
  expect(await figure('gateway_operations_planned_total{outcome="plan"}')).toBeGreaterThanOrEqual(1_200);
});

test('all combinations of the conditions of a small document stay within one bound', async () => {
  const variables = repeat(8, (n) => `$v${n}: Boolean!`);
  const inside = repeat(
    8,
    (n) => `sequel @include(if: $v${n}) { id title pages author { id name } sequel { id title } }`,
  );
  const query = `query (${variables}) { book(id: "1") { ${inside} } }`;
  const before = await heapBytes();
  for (let bits = 0; bits < 256; bits += 1) {
    const values = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [`v${n}`, (bits & (1 << n)) !== 0]),
    );
    expect((await world.operation(query, { variables: values })).status).toBe(200);
  }
  world.subgraph('zulu').seen.length = world.subgraph('yankee').seen.length = world.logs.length = 0;
  expect((await heapBytes()) - before).toBeLessThan(64 * 1024 * 1024);
});

describe('the store of shapes', () => {
  const shape = { root: { typeName: 'T', fields: [], keys: new Set<string>() }, heldFields: 0 };

  test('forgets variants when they grow beyond its bytes, the oldest first', () => {
    const store = new VariantStore(1_000_000);
    const grow: ((fields: number) => void)[] = [];
    const made: string[] = [];
    const get = (key: string): void =>
      void store.get(key, (grown) => {
        grow.push(grown);
        made.push(key);
        return { shape, runs: 0, writer: undefined };
      });
    get('a');
    get('b');
    grow[0]?.(500);
    expect(store.bytes).toBeGreaterThan(400_000);
    grow[1]?.(1_000);
    expect(store.bytes).toBeLessThanOrEqual(1_000_000);
    get('a');
    get('b');
    expect(made.length).toBeGreaterThan(2);
    // One that was forgotten is not kept for growing on.
    grow[0]?.(100_000);
    grow[1]?.(100_000);
    expect(store.bytes).toBeLessThanOrEqual(1_000_000);
  });
});
