import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Metrics } from '../../gateway/telemetry/metrics';
import { openStream, until } from '../kit/gateway-streams';
import { startPeopleWorld, json, type PeopleWorld } from './upstream/people-world';

let world: PeopleWorld;

beforeAll(async () => (world = await startPeopleWorld()));
afterAll(() => world.close());

/** The lines of one figure. */
async function lines(name: string): Promise<string[]> {
  const text = await (await fetch(new URL('/metrics', world.url))).text();
  return text.split('\n').filter((line) => line.startsWith(name));
}

async function value(figure: string): Promise<number> {
  const line = (await lines(figure)).find((each) => each.startsWith(`${figure} `));
  return Number(line?.split(' ').at(-1) ?? 0);
}

test('requests are counted by what they were', async () => {
  const name = 'gateway_request_duration_seconds_count';
  await world.ask('{ people { id } }');
  await world.ask('mutation { rename(id: "1", name: "x") { id } }');
  await world.ask('{');
  await (await openStream(world.url, 'subscription { renamed(count: 1) { id } }')).rest();
  await until(async () => (await value(`${name}{kind="subscription"}`)) === 1);
  for (const kind of ['query', 'mutation', 'unknown']) expect(await value(`${name}{kind="${kind}"}`)).toBe(1);
});

test('a histogram counts in each bucket also what was faster, and ends with all', async () => {
  const buckets = await lines('gateway_subgraph_request_duration_seconds_bucket{subgraph="people"');
  const counts = buckets.map((line) => Number(line.split(' ').at(-1)));
  expect(counts).toEqual([...counts].sort((left, right) => left - right));
  expect(buckets.at(-1)).toContain('le="+Inf"');
  expect(counts.at(-1)).toBe(
    await value('gateway_subgraph_request_duration_seconds_count{subgraph="people"}'),
  );
  expect(counts.at(-1)).toBeGreaterThan(0);
});

test('the stages of a request have their times', async () => {
  const stages = await lines('gateway_stage_duration_seconds_count');
  for (const stage of [
    'head size',
    'identity',
    'body',
    'document',
    'authorization',
    'plan',
    'execution',
    'answer',
  ])
    expect(stages).toContainEqual(expect.stringMatching(`stage="${stage}"\\} [1-9]`));
});

test('errors are counted by code, whether they end a request or stand in an answer', async () => {
  world.stub = json(200, { errors: [{ message: 'no' }], data: { echo: null } });
  await world.ask('{ echo(text: "x") }');
  world.stub = undefined;
  await world.ask('{ nothing }');
  const codes = (await lines('gateway_errors_total')).map((line) => /code="(\w+)"/.exec(line)?.[1]);
  expect(codes).toContain('GRAPHQL_VALIDATION_FAILED');
  expect(codes.length).toBeGreaterThanOrEqual(2);
  expect(await value('gateway_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
});

test('a supergraph that cannot be served shows, with the one that is, until the next one can', async () => {
  const publish = (text: string): void => {
    writeFileSync(join(world.folder, 'next'), text);
    renameSync(join(world.folder, 'next'), world.supergraphFile);
  };
  const isServed = (): Promise<number> => value('gateway_supergraph_last_reload_served');
  const [before] = await lines('gateway_supergraph_info');
  expect(await isServed()).toBe(1);
  publish('not a supergraph');
  await until(async () => (await isServed()) === 0);
  expect(await lines('gateway_supergraph_info')).toEqual([before]);
  publish(`${world.supergraph}\n# another`);
  await until(async () => (await isServed()) === 1);
  expect(await value('gateway_supergraph_reloads_total{outcome="refused"}')).toBe(1);
  expect(await value('gateway_supergraph_loaded_timestamp_seconds')).toBeGreaterThan(Date.now() / 1_000 - 60);
});

test('names and labels of figures are well formed, whatever the names in the graph', async () => {
  const metrics = new Metrics({ requests: () => 0, subscriptions: () => 0 });
  metrics.subgraphRequest('a"b\\c\nd', 'ok', 1);
  const { text } = await metrics.expose();
  expect(text).toContain('gateway_subgraph_requests_total{subgraph="a\\"b\\\\c\\nd",outcome="ok"} 1');
});
