import { type ServerResponse } from 'node:http';
import { type Principal } from '../../../gateway/identity/principal';
import { sharingKey } from '../../../gateway/upstream/sharing-key';
import { type SubgraphRequest } from '../../../gateway/upstream/subgraph-request';
import { createTokenMint } from '../../kit/gateway-tokens';
import { until } from '../../kit/gateway-streams';
import { type Answer } from '../../kit/gateway-world';
import { echo, errorsOf, json, startPeopleWorld, type PeopleWorld } from './people-world';

const mint = createTokenMint();
const QUERY = '{ echo(text: "x") }';
let world: PeopleWorld;
/** Requests that the people subgraph has not answered yet. */
let waiting: ServerResponse[] = [];

async function start(share: string): Promise<PeopleWorld> {
  return startPeopleWorld((folder) => ({
    identity: mint.identity(folder),
    headers: { forward: ['x-locale', 'cookie'] },
    traffic: { share, breaker: false, subgraphTimeoutMs: 20_000 },
  }));
}
beforeAll(async () => {
  world = await start('subgraph');
});
beforeEach(() => {
  waiting = [];
  world.stub = (response) => void waiting.push(response);
});
afterAll(() => world.close());

/** Answers what waits, each with a text of its own, and lets later requests through. */
function release(): void {
  world.stub = echo('late');
  waiting.forEach((response, index) => echo(`answer ${index}`)(response, '', response.req));
}

const joined = (over: PeopleWorld): Promise<number> =>
  over.figure('gateway_subgraph_requests_shared_total', 'subgraph="people"');

/** Does `what`, and waits until so many requests have joined others by it. */
async function whileJoining<Value>(requests: number, what: () => Value): Promise<Value> {
  const before = await joined(world);
  const value = what();
  await until(async () => (await joined(world)) === before + requests);
  return value;
}

/** Asks with each of the headers at once, answers when all have come or joined, and expects so many to have come. */
async function together(
  over: PeopleWorld,
  requests: number,
  headers: Record<string, string>[],
): Promise<Answer[]> {
  over.stub = world.stub;
  const before = await joined(over);
  const answers = headers.map((header) => over.ask(QUERY, { headers: header }));
  await until(async () => waiting.length + (await joined(over)) - before === headers.length);
  expect(waiting).toHaveLength(requests);
  release();
  over.stub = echo('late');
  return Promise.all(answers);
}

test('equal queries at the same time are one request, and each client gets its answer', async () => {
  const answers = await together(
    world,
    1,
    Array.from({ length: 20 }, () => ({})),
  );
  expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['{"data":{"echo":"answer 0"}}']));
});

test('nothing is kept: who comes after the end asks anew', async () => {
  const before = world.count();
  world.stub = undefined;
  await world.ask(QUERY);
  await world.ask(QUERY);
  expect(world.count()).toBe(before + 2);
});

test('without sharing every client asks for itself', async () => {
  const apart = await start('none');
  const answers = await together(
    apart,
    5,
    Array.from({ length: 5 }, () => ({})),
  );
  expect(new Set(answers.map(({ text }) => text)).size).toBe(5);
  await apart.close();
});

describe('A-27: an answer is not shared between', () => {
  const partner = { client: 'portal', tenant: 't1', sub: 'a' };
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['a caller and nobody', {}, mint.bearer({ client: 'billing' })],
    ['subjects', mint.bearer({ sub: 'a' }), mint.bearer({ sub: 'b' })],
    ['clients', mint.bearer({ client: 'billing' }), mint.bearer({ client: 'provisioning' })],
    ['tenants', mint.bearer(partner), mint.bearer({ ...partner, tenant: 't2' })],
    ['scopes', mint.bearer({ scope: 'a' }), mint.bearer({ scope: 'a b' })],
    ['cookies', { cookie: 'session=1' }, { cookie: 'session=2' }],
    ['a cookie and none', { cookie: 'session=1' }, {}],
    ['languages', { 'x-locale': 'de' }, { 'x-locale': 'en' }],
  ])('%s', async (_name, first, second) => {
    const answers = await together(world, 2, [first, second, first, second]);
    const texts = answers.map(({ text }) => text);
    expect([texts[0], texts[1]]).toEqual([texts[2], texts[3]]);
    expect(texts[0]).not.toBe(texts[1]);
  });
});

test('headers that are not forwarded do not part anyone', async () => {
  await together(world, 1, [{ 'x-request-id': 'a' }, { 'x-request-id': 'b', 'x-other': 'c' }]);
});

test('a query that comes after a mutation does not get an answer that was begun before it', async () => {
  const early = world.ask(QUERY);
  await until(() => waiting.length === 1);
  world.stub = json(200, { data: { rename: { id: '1' } } });
  await world.ask('mutation { rename(id: "1", name: "x") { id } }');
  world.stub = (response) => void waiting.push(response);
  const late = world.ask(QUERY);
  await until(() => waiting.length === 2);
  release();
  expect([(await early).text, (await late).text]).toEqual([
    '{"data":{"echo":"answer 0"}}',
    '{"data":{"echo":"answer 1"}}',
  ]);
});

test('a query that runs beside a mutation is not shared with one that comes after it', async () => {
  const rename = world.ask('mutation { rename(id: "1", name: "x") { id } }');
  await until(() => waiting.length === 1);
  const beside = world.ask(QUERY);
  await until(() => waiting.length === 2);
  const [mutation] = waiting;
  if (mutation) json(200, { data: { rename: { id: '1' } } })(mutation, '', mutation.req);
  await rename;
  const after = world.ask(QUERY);
  await until(() => waiting.length === 3);
  waiting.shift();
  release();
  expect((await beside).text).not.toBe((await after).text);
});

test('equal mutations are all sent', async () => {
  const before = world.count();
  world.stub = undefined;
  const rename = 'mutation { rename(id: "1", name: "x") { id } }';
  await Promise.all(Array.from({ length: 5 }, () => world.ask(rename)));
  expect(world.count()).toBe(before + 5);
});

test('a failure is shared, too, and everyone is told', async () => {
  const answers = await whileJoining(1, () => [world.ask(QUERY), world.ask(QUERY)]);
  await until(() => waiting.length === 1);
  waiting.forEach((response) => json(500, {})(response, '', response.req));
  for (const answer of await Promise.all(answers)) {
    expect(errorsOf(answer)).toEqual(['SUBREQUEST_HTTP_ERROR echo']);
  }
});

test('clients that merge entities into a shared answer do not see those of each other', async () => {
  world.stub = undefined;
  const titles = '{ people { id read { title } } }';
  const names = '{ people { id favourite { title } } }';
  const answers = await Promise.all([titles, names, titles, names].map((query) => world.ask(query)));
  const [first, second] = answers.map(({ body }) => body.data?.people);
  expect(first?.[0]).toEqual({ id: '1', read: [{ title: 'book of 1' }] });
  expect(second?.[0]).toEqual({ id: '1', favourite: { title: 'best of 1' } });
  expect([answers[2]?.text, answers[3]?.text]).toEqual([answers[0]?.text, answers[1]?.text]);
});

describe('a client that leaves', () => {
  const left = (): Promise<number> =>
    world.figure('gateway_subgraph_requests_total', 'subgraph="people",outcome="cancelled"');
  const leave = (signal: AbortSignal): Promise<unknown> =>
    fetch(world.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
      signal,
    }).catch(() => 'gone');

  test('takes nothing from those who wait for the same, also when it was the first', async () => {
    const leaving = new AbortController();
    const gone = leave(leaving.signal);
    await until(() => waiting.length === 1);
    const [staying] = await whileJoining(1, () => [world.ask(QUERY)]);
    const cancelled = await left();
    leaving.abort();
    await gone;
    await until(async () => (await left()) === cancelled + 1);
    release();
    expect((await staying)?.text).toBe('{"data":{"echo":"answer 0"}}');
  });

  test('ends what runs when it was the last, and who comes then asks anew', async () => {
    const leaving = new AbortController();
    const gone = await whileJoining(1, () => [leave(leaving.signal), leave(leaving.signal)]);
    await until(() => waiting.length === 1);
    let isCut = false;
    waiting[0]?.once('close', () => (isCut = true));
    leaving.abort();
    await Promise.all(gone);
    await until(() => isCut);
    world.stub = echo('anew');
    expect((await world.ask(QUERY)).text).toBe('{"data":{"echo":"anew"}}');
  });
});

describe('the key of a request', () => {
  const principal: Principal = {
    authenticated: true,
    subject: 's',
    client: 'c',
    tenant: null,
    scopes: ['a', 'b'],
  };
  const keyOf = (change: Partial<SubgraphRequest> = {}, who: Partial<Principal> = {}, headers = {}): string =>
    sharingKey({
      subgraph: 'people',
      url: 'http://people/',
      body: '{}',
      isMutation: false,
      // The key reads nothing else of the scope.
      scope: { principal: { ...principal, ...who }, forwardedHeaders: headers } as SubgraphRequest['scope'],
      ...change,
    });

  test('does not depend on the order of scopes and headers', () => {
    expect(keyOf({}, { scopes: ['b', 'a'] })).toBe(keyOf());
    expect(keyOf({}, {}, { a: '1', b: '2' })).toBe(keyOf({}, {}, { b: '2', a: '1' }));
  });

  test('differs in everything that the answer may depend on, and cannot be forged by quoting', () => {
    const keys = [
      keyOf(),
      keyOf({ subgraph: 'books' }),
      keyOf({ url: 'http://other/' }),
      keyOf({ body: '{ }' }),
      keyOf({}, { tenant: 't' }),
      keyOf({}, { tenant: 'null' }),
      keyOf({}, { authenticated: false }),
      keyOf({}, { scopes: ['a b'] }),
      keyOf({}, { scopes: [] }),
      keyOf({}, {}, { a: '1","b","2' }),
      keyOf({}, {}, { a: '1', b: '2' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
