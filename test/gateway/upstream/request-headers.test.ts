import { forwardedHeaders } from '../../../gateway/upstream/forwarded-headers';
import { startPeopleWorld, echo, errorsOf, type PeopleWorld } from './people-world';

const QUERY = '{ echo(text: "x") }';
let world: PeopleWorld;
beforeAll(async () => {
  world = await startPeopleWorld({
    headers: { forward: ['X-Locale', 'x-request-id'] },
    traffic: { requestTimeoutMs: 1_500, subgraphTimeoutMs: 30_000 },
    subgraphs: { books: { timeoutMs: 150 } },
  });
});
beforeEach(() => {
  world.stub = undefined;
});
afterAll(() => world.close());

const last = (name = 'people'): Record<string, unknown> => ({ ...world.subgraph(name).seen.at(-1)?.headers });

test('a subgraph gets the headers that are listed, and none that is not', async () => {
  await world.ask(QUERY, {
    headers: {
      'x-locale': 'de',
      'x-request-id': 'mine-1',
      cookie: 'a=b',
      authorization: 'Basic x',
      'x-other': '1',
      'x-lastmile-identity': 'forged',
      'x-request-deadline': '99999999',
    },
  });
  const { host: _host, 'x-request-deadline': deadline, ...headers } = last();
  expect(headers).toEqual({
    connection: 'keep-alive',
    'content-type': 'application/json',
    'content-length': expect.stringMatching(/^\d+$/),
    accept: expect.stringContaining('application/graphql-response+json'),
    'x-request-id': 'mine-1',
    'x-locale': 'de',
  });
  expect(Number(deadline)).toBeLessThanOrEqual(1_500);
});

test('a subgraph is told how much time is left: of the request, or its own when that is less', async () => {
  await world.ask('{ people { id read { title } } }');
  const [people, books] = [last(), last('books')].map((headers) => Number(headers['x-request-deadline']));
  expect([Number.isInteger(people), Number.isInteger(books)]).toEqual([true, true]);
  expect(people).toBeGreaterThan(0);
  expect(people).toBeLessThanOrEqual(1_500);
  expect(books).toBeGreaterThan(0);
  expect(books).toBeLessThanOrEqual(150);
});

test('later fetches of one request have less time', async () => {
  let first = 0;
  world.stub = (response, _body, request) => {
    first = Number(request.headers['x-request-deadline']);
    const data = { rename: { __typename: 'Person', id: '1' }, again: { __typename: 'Person', id: '1' } };
    setTimeout(() => response.end(JSON.stringify({ data })), 200);
  };
  await world.ask('mutation { rename(id: "1", name: "a") { id } }');
  expect(first).toBeLessThanOrEqual(1_500);
  const before = first;
  world.stub = (response, _body, request) => {
    first = Math.min(first, Number(request.headers['x-request-deadline']));
    setTimeout(() => response.writeHead(503).end(), 300);
  };
  await world.ask(QUERY);
  // The second attempt of the query.
  expect(first).toBeLessThan(before - 200);
});

test('a subgraph with a timeout of its own is given up alone', async () => {
  const slow = await startPeopleWorld({ subgraphs: { people: { timeoutMs: 60 } } });
  slow.stub = () => undefined;
  const answer = await slow.ask('{ echo(text: "x") books { title } }');
  expect([answer.body.data, errorsOf(answer)]).toEqual([
    { echo: null, books: [{ title: 'one' }] },
    ['SUBREQUEST_TIMEOUT echo'],
  ]);
  await slow.close();
});

test('a header that the connection names is for one hop, however it is written', () => {
  const headers = { 'x-locale': 'de', 'x-a': '1', connection: 'keep-alive, X-Locale' };
  expect(forwardedHeaders(['x-locale', 'x-a', 'x-b'], headers)).toEqual({ 'x-a': '1' });
  expect(forwardedHeaders(['x-locale'], { 'x-locale': 'de' })).toEqual({ 'x-locale': 'de' });
  expect(forwardedHeaders(['set-cookie'], { 'set-cookie': ['a', 'b'] })).toEqual({ 'set-cookie': 'a, b' });
});

test('a redirect is not followed, wherever it leads', async () => {
  const before = world.subgraph('books').seen.length;
  for (const status of [301, 302, 303, 307, 308]) {
    world.stub = (response) => response.writeHead(status, { location: world.subgraph('books').url }).end();
    expect(errorsOf(await world.ask(QUERY))).toEqual(['SUBREQUEST_HTTP_ERROR echo']);
  }
  world.stub = echo('x');
  expect(world.subgraph('books').seen.length).toBe(before);
});
