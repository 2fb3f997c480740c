import { type ServerResponse } from 'node:http';
import { createTokenMint } from '../kit/gateway-tokens';
import { shop } from '../kit/gateway-shop';
import { until } from '../kit/gateway-streams';
import { startGatewayWorld, type Answer, type GatewayWorld } from '../kit/gateway-world';

const mint = createTokenMint();
type Fault = (response: ServerResponse, body: string) => void;
/** What the people subgraph does instead of answering, for queries that name the fault in a comment-like argument. */
let fault: Fault | undefined;
let booksFault: Fault | undefined;
let world: GatewayWorld;

beforeAll(async () => {
  const [people, books] = shop();
  if (!people || !books) throw new Error('the shop has two subgraphs');
  world = await startGatewayWorld(
    [
      { ...people, handle: (_request, response, body) => run(fault, response, body) },
      { ...books, handle: (_request, response, body) => run(booksFault, response, body) },
    ],
    (folder) => ({
      identity: mint.identity(folder),
      traffic: { subgraphTimeoutMs: 300, subgraphAnswerBytes: 1_000_000 },
    }),
  );
});
afterEach(() => {
  fault = booksFault = undefined;
});
afterAll(() => world.close());

function run(what: Fault | undefined, response: ServerResponse, body: string): boolean {
  what?.(response, body);
  return what !== undefined;
}

function json(status: number, value: unknown): Fault {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function text(status: number, body: string, headers: Record<string, string> = {}): Fault {
  return (response) => response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
}

const errors = ({ body }: Answer): string[] =>
  (body.errors ?? []).map(({ path, extensions }) => `${extensions.code} ${(path ?? []).join('.')}`);
const QUERY = '{ one: person(id: "1") { id name } }';
const DSN = 'postgres://admin:hunter2@10.0.0.5:5432/people';

describe('a subgraph that does not give a GraphQL response leaves a null with an error at its place', () => {
  const cases: [string, Fault, string][] = [
    ['status 500 with a DSN in its body', json(500, { errors: [{ message: DSN }] }), 'SUBREQUEST_HTTP_ERROR'],
    ['a page', text(200, '<html>'), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['nothing', text(200, ''), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['a list', json(200, []), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['null', json(200, null), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['data that is text', json(200, { data: 'x' }), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['data that is a list', json(200, { data: [] }), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['data that is null without a reason', json(200, { data: null }), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['errors that are no list', json(200, { errors: {} }), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['no errors and no data', json(200, { errors: [] }), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['a refusal of the envelope', json(401, { errors: [{ message: 'no' }] }), 'SUBREQUEST_HTTP_ERROR'],
    [
      'too much',
      text(200, `{"data":{"one":{"id":"${'x'.repeat(2_000_000)}"}}}`),
      'SUBGRAPH_RESPONSE_TOO_LARGE',
    ],
    ['a cut connection', (response) => void response.socket?.destroy(), 'SUBREQUEST_HTTP_ERROR'],
    ['no answer at all', () => undefined, 'SUBREQUEST_TIMEOUT'],
    ['half an answer', (response) => void response.writeHead(200).write('{"data":'), 'SUBREQUEST_TIMEOUT'],
  ];
  test.each(cases)('%s', async (_name, what, code) => {
    fault = what;
    const answer = await world.ask(QUERY);
    expect([answer.status, answer.body.data, errors(answer)]).toEqual([200, { one: null }, [`${code} one`]]);
    expect(answer.text).not.toMatch(/people|127\.0\.0\.1|hunter2|serviceName|stack/);
  });

  test('a redirect, which is not followed', async () => {
    const before = world.subgraph('books').seen.length;
    fault = text(307, '', { location: world.subgraph('books').url });
    const answer = await world.ask(QUERY);
    expect(errors(answer)).toEqual(['SUBREQUEST_HTTP_ERROR one']);
    expect(world.subgraph('books').seen.length).toBe(before);
  });

  test('values of the wrong kind', async () => {
    fault = json(200, { data: { people: { id: 'x' } } });
    const answer = await world.ask('{ people { id } }');
    expect([answer.status, answer.body.data, errors(answer)[0]]).toEqual([
      200,
      null,
      'SUBREQUEST_MALFORMED_RESPONSE people',
    ]);
  });
});

describe('an entity subgraph that fails', () => {
  test('leaves the rest intact, with an error at each null', async () => {
    booksFault = text(500, DSN);
    const answer = await world.ask('{ people { name read { title } } }');
    expect(answer.body.data?.people).toHaveLength(3);
    const expected = [0, 1, 2].map((index) => `SUBREQUEST_HTTP_ERROR people.${index}.read`);
    expect(errors(answer)).toEqual(expected);
  });

  test('moves a null under a non-null type up, with an error there', async () => {
    booksFault = json(200, { data: { _entities: [null] } });
    const answer = await world.ask('{ person(id: "1") { name favourite { title } } }');
    expect(answer.body.data).toEqual({ person: null });
    expect(errors(answer)).toEqual(['SUBREQUEST_MALFORMED_RESPONSE person.favourite']);
  });

  test('keeps the places of its own errors', async () => {
    booksFault = json(200, {
      data: { _entities: [{ read: null }, { read: [] }, { read: null }] },
      errors: [
        { message: 'no', path: ['_entities', 0, 'read'], extensions: { code: 'NOT_FOUND' } },
        { message: 'no', path: ['_entities', 2, 'read'] },
      ],
    });
    const answer = await world.ask('{ people { read { title } } }');
    expect(errors(answer)).toEqual(['NOT_FOUND people.0.read', 'SUBREQUEST_HTTP_ERROR people.2.read']);
  });
});

test('a null that breaks a non-null type is explained also beside another error', async () => {
  const answer = await world.ask('{ fail now }');
  expect([answer.body.data, errors(answer).sort()]).toEqual([
    null,
    ['SUBREQUEST_HTTP_ERROR fail', 'SUBREQUEST_HTTP_ERROR now'],
  ]);
});

describe('what a subgraph says', () => {
  const failing = (message: string, code?: string): Fault =>
    json(200, {
      data: { echo: null },
      errors: [
        {
          message,
          path: ['echo'],
          extensions: { code, stacktrace: ['at x'], sql: DSN },
          locations: [{ line: -1 }],
        },
      ],
    });
  const team = mint.bearer({ client: 'billing' });
  const partner = mint.bearer({ client: 'portal', tenant: 't1' });
  const messageOf = async (headers: Record<string, string>): Promise<string> => {
    const { body, text: answer } = await world.ask('{ echo(text: "x") }', { headers });
    expect(answer).not.toMatch(/stacktrace|sql|hunter2/);
    const [error] = body.errors ?? [];
    return `${error?.extensions.code}: ${error?.message}`;
  };

  test('about the input reaches everyone', async () => {
    fault = failing('The cursor belongs to another list.', 'BAD_CURSOR');
    for (const headers of [{}, partner, team]) {
      expect(await messageOf(headers)).toBe('BAD_CURSOR: The cursor belongs to another list.');
    }
  });

  test('about the business reaches the own teams; others get the code', async () => {
    fault = failing('Plan p-9 is held by dealer 7.', 'CONFLICT');
    expect(await messageOf(team)).toBe('CONFLICT: Plan p-9 is held by dealer 7.');
    for (const headers of [{}, partner]) {
      expect(await messageOf(headers)).toBe('CONFLICT: The request conflicts with the current state.');
    }
  });

  test('about itself reaches nobody', async () => {
    for (const code of [
      'INTERNAL_SERVER_ERROR',
      'UNAUTHENTICATED',
      'GRAPHQL_VALIDATION_FAILED',
      'E1234',
      'toString',
      undefined,
    ]) {
      fault = failing(DSN, code);
      for (const headers of [{}, partner, team]) {
        expect(await messageOf(headers)).toBe('SUBREQUEST_HTTP_ERROR: An upstream service failed.');
      }
    }
  });

  test('is not shown under a harmless code when it looks like an address', async () => {
    fault = failing(DSN, 'BAD_USER_INPUT');
    expect(await messageOf(team)).toBe('BAD_USER_INPUT: The input is not valid.');
  });
});

test('10,000 errors and polluting keys of a subgraph do no harm', async () => {
  const many = Array.from({ length: 10_000 }, () => ({ message: 'x', path: ['one'] }));
  fault = text(200, `{"data":{"one":null,"__proto__":{"polluted":1}},"errors":${JSON.stringify(many)}}`);
  const answer = await world.ask(QUERY);
  expect(answer.body.errors?.length).toBeLessThanOrEqual(100);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

describe('a mutation', () => {
  const MUTATION = 'mutation { rename(id: "1", name: "x") { id } }';

  test('whose connection is lost is sent once and its outcome is unknown', async () => {
    fault = (response) => void response.socket?.destroy();
    const before = world.subgraph('people').seen.length;
    const answer = await world.ask(MUTATION);
    expect([answer.body.data, errors(answer)]).toEqual([{ rename: null }, ['OUTCOME_UNKNOWN rename']]);
    expect(world.subgraph('people').seen.length).toBe(before + 1);
  });

  test('that is not answered in time has an unknown outcome, too', async () => {
    fault = () => undefined;
    expect(errors(await world.ask(MUTATION))).toEqual(['OUTCOME_UNKNOWN rename']);
  });
});

test('a query is sent once more when its kept-alive connection was just closed', async () => {
  let cuts = 0;
  fault = (response, body) => {
    cuts += 1;
    if (cuts === 1) response.socket?.destroy();
    else json(200, { data: { echo: body.includes('echo') ? 'again' : '' } })(response, body);
  };
  expect((await world.ask('{ echo(text: "y") }')).body.data).toEqual({ echo: 'again' });
});

test('one JSON POST goes out per fetch', async () => {
  await world.ask('{ people { read { title } favourite { title } } }');
  const request = world.subgraph('books').seen.at(-1);
  expect(request?.headers['content-type']).toBe('application/json');
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ query: expect.stringContaining('_entities') });
});

test('a request that takes too long is 504, and a client that leaves ends its fetches', async () => {
  let open = 0;
  const slow = await startGatewayWorld(
    shop().map((definition) => ({
      ...definition,
      handle: (_request, response) => {
        open += 1;
        response.once('close', () => (open -= 1));
        return true;
      },
    })),
    { traffic: { requestTimeoutMs: 250, subgraphTimeoutMs: 60_000 } },
  );
  const answer = await slow.ask(QUERY);
  expect([answer.status, errors(answer)]).toEqual([504, ['GATEWAY_TIMEOUT ']]);
  const lost = await slow.ask('mutation { rename(id: "1", name: "x") { id } }');
  expect([lost.status, errors(lost)]).toEqual([504, ['OUTCOME_UNKNOWN ']]);
  const leaving = new AbortController();
  const body = JSON.stringify({ query: '{ person(id: "2") { id } }' });
  const headers = { 'content-type': 'application/json' };
  const gone = fetch(slow.url, { method: 'POST', headers, body, signal: leaving.signal }).catch(() => 'gone');
  await until(() => open > 0);
  leaving.abort();
  expect(await gone).toBe('gone');
  await until(() => open === 0);
  await slow.close();
});
