import { openStream, until } from '../../../kit/gateway-streams';
import { openParts, type ClientParts } from '../../../kit/gateway-parts';
import { startGatewayWorld, type GatewayWorld } from '../../../kit/gateway-world';
import { createLibrary } from './library-world';

const library = createLibrary();
const OLDER = 'multipart/mixed;deferSpec=20220824, application/json';
let world: GatewayWorld;

beforeAll(async () => {
  world = await startGatewayWorld(library.definitions);
});
afterEach(() => library.release());
afterAll(() => world.close());

const open = (query: string, accept?: string, variables = {}): Promise<ClientParts> =>
  openParts(world.url, query, { ...(accept !== undefined && { accept }), variables });
const allOf = async (query: string, accept?: string): Promise<unknown[]> =>
  (await open(query, accept)).rest();
const upstream = { message: 'An upstream service failed.', extensions: { code: 'SUBREQUEST_HTTP_ERROR' } };

describe('an operation with @defer', () => {
  test('is answered before the deferred subgraph has answered', async () => {
    const latch = library.hold('books');
    const parts = await open('{ person(id: "1") { name ... @defer(label: "later") { read { title } } } }');
    expect(parts.contentType).toBe('multipart/mixed; boundary="graphql"; incrementalSpec=v0.2');
    expect(await parts.next()).toEqual({
      data: { person: { name: 'Person 1' } },
      pending: [{ id: '0', path: ['person'], label: 'later' }],
      hasNext: true,
    });
    latch.open();
    expect(await parts.rest()).toEqual([
      {
        incremental: [{ id: '0', data: { read: [{ title: 'book of 1' }] } }],
        completed: [{ id: '0' }],
        hasNext: false,
      },
    ]);
  });

  test('has whole parts at their paths in the format of August 2022', async () => {
    const latch = library.hold('books');
    const parts = await open('{ people { id ... @defer(label: "later") { id read { title } } } }', OLDER);
    expect(parts.contentType).toBe('multipart/mixed; boundary="graphql"; deferSpec=20220824');
    expect(await parts.next()).toEqual({ data: { people: [{ id: '1' }, { id: '2' }] }, hasNext: true });
    latch.open();
    expect(await parts.rest()).toEqual([
      {
        incremental: [1, 2].map((id) => ({
          data: { id: String(id), read: [{ title: `book of ${id}` }] },
          path: ['people', id - 1],
          label: 'later',
        })),
        hasNext: false,
      },
    ]);
  });

  test.each([undefined, OLDER])(
    'comes in parts also where aliases are keys of entities (%s)',
    async (accept) => {
      const latch = library.hold('books');
      const parts = await open(
        '{ person(id: "1") { id: name ... @defer(label: "later") { title: id read { id: title title: price } } } }',
        accept,
      );
      expect(await parts.next()).toMatchObject({ data: { person: { id: 'Person 1' } }, hasNext: true });
      latch.open();
      const [last, ...others] = await parts.rest();
      expect(others).toEqual([]);
      expect(last).toMatchObject({
        incremental: [{ data: { title: '1', read: [{ id: 'book of 1', title: 9 }] } }],
        hasNext: false,
      });
    },
  );

  test('names places, labels and errors as the client does, where aliases are keys of entities', async () => {
    const parts = await open(
      '{ id: person(id: "2") { title: name ... @defer(label: "later") { id: favourite { title } } } }',
    );
    expect(await parts.rest()).toMatchObject([
      { data: { id: { title: 'Person 2' } }, pending: [{ id: '0', path: ['id'], label: 'later' }] },
      { completed: [{ id: '0', errors: [{ path: ['id', 'id'] }] }] },
    ]);
  });

  test.each([undefined, 'application/json', '*/*', 'multipart/mixed;q=0, application/json'])(
    'is one JSON for a client that accepts %s',
    async (accept) => {
      const { text, headers } = await world.ask('{ person(id: "1") { id ... @defer { read { title } } } }', {
        headers: accept === undefined ? {} : { accept },
      });
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(text).toBe('{"data":{"person":{"id":"1","read":[{"title":"book of 1"}]}}}');
    },
  );

  test('is one JSON when no @defer applies', async () => {
    const query = 'query($on: Boolean!) { person(id: "1") { id ... @defer(if: $on) { name } } }';
    expect(await (await open(query, OLDER, { on: false })).text()).toBe(
      '{"data":{"person":{"id":"1","name":"Person 1"}}}',
    );
    expect(await (await open(query, OLDER, { on: true })).rest()).toHaveLength(2);
  });

  test('asks the deferred subgraph for nothing when the first answer has no place for it', async () => {
    const before = world.subgraph('books').seen.length;
    const query = '{ nobody { id ... @defer { read { title } } } }';
    expect(await (await open(query, OLDER)).text()).toBe('{"data":{"nobody":null}}');
    expect(await allOf(query)).toEqual([{ data: { nobody: null }, hasNext: false }]);
    expect(world.subgraph('books').seen.length).toBe(before);
  });

  test('over an event stream comes as successive events', async () => {
    const stream = await openStream(world.url, '{ person(id: "1") { id ... @defer { name } } }');
    const events = await stream.rest();
    expect(events.map(({ type }) => type)).toEqual(['next', 'next', 'complete']);
    expect(JSON.parse(events[1]?.data ?? '')).toEqual({
      incremental: [{ id: '0', data: { name: 'Person 1' } }],
      completed: [{ id: '0' }],
      hasNext: false,
    });
  });
});

describe('the parts', () => {
  test('come as each is ready, not in the order of the document', async () => {
    const prices = library.hold('prices');
    const parts = await open(`{
      books { title ... @defer(label: "prices") { price } }
      person(id: "1") { id ... @defer(label: "read") { favourite { title } } }
    }`);
    const labels = async (): Promise<unknown> => (await parts.next())?.completed;
    expect((await parts.next())?.pending).toEqual([
      { id: '0', path: ['books', 0], label: 'prices' },
      { id: '1', path: ['person'], label: 'read' },
    ]);
    expect(await labels()).toEqual([{ id: '1' }]);
    prices.open();
    expect(await labels()).toEqual([{ id: '0' }]);
    expect(await parts.next()).toBeUndefined();
  });

  test('inside parts are announced when the part around them is answered', async () => {
    const query =
      '{ person(id: "1") { id ... @defer { read { title ... @defer(label: "deep") { price } } } } }';
    expect((await allOf(query)).slice(1)).toEqual([
      {
        pending: [{ id: '1', path: ['person', 'read', 0], label: 'deep' }],
        incremental: [{ id: '0', data: { read: [{ title: 'book of 1' }] } }],
        completed: [{ id: '0' }],
        hasNext: true,
      },
      { incremental: [{ id: '1', data: { price: 9 } }], completed: [{ id: '1' }], hasNext: false },
    ]);
  });

  test('send no field twice in the current format', async () => {
    const query = `{ person(id: "1") {
      friend { id }
      ... @defer { friend { id name } }
    } }`;
    expect((await allOf(query))[1]).toEqual({
      incremental: [{ id: '0', subPath: ['friend'], data: { name: 'Person 2' } }],
      completed: [{ id: '0' }],
      hasNext: false,
    });
  });

  test('that share fields are both completed, and the client gets each field once', async () => {
    const parts = await allOf(`{ person(id: "1") { id
      ... @defer(label: "a") { read { title } }
      ... @defer(label: "b") { read { title price } }
    } }`);
    const text = JSON.stringify(parts);
    expect(text.split('book of 1')).toHaveLength(2);
    expect(text.split('"price":9')).toHaveLength(2);
    expect(parts.at(-1)).toMatchObject({ hasNext: false });
    const completed = parts.flatMap((part) => (part as { completed?: object[] }).completed ?? []);
    expect(completed).toHaveLength(2);
  });

  test('of named fragments, conditions and types apply only where those do', async () => {
    const parts = await allOf(`{ nodes { id ... on Robot @defer(label: "robot") { manual { title } } ...P } }
      fragment P on Person { ...N @defer(label: "name") @include(if: true) ...N @skip(if: true) @defer }
      fragment N on Node { ... on Person { name } }`);
    expect(parts[0]).toMatchObject({
      data: { nodes: [{ id: '1' }, { id: '2' }] },
      pending: [
        { path: ['nodes', 0], label: 'name' },
        { path: ['nodes', 1], label: 'robot' },
      ],
    });
    expect(JSON.stringify(parts.slice(1))).toContain('"name":"Person 1"');
    expect(JSON.stringify(parts.slice(1))).toContain('"manual":{"title":"manual of 2"}');
  });

  test('at the root leave an empty first answer', async () => {
    const latch = library.hold('books');
    const parts = await open('{ ... @defer { books { title } } }');
    expect(await parts.next()).toEqual({ data: {}, pending: [{ id: '0', path: [] }], hasNext: true });
    latch.open();
    expect((await parts.rest())[0]).toMatchObject({ incremental: [{ data: { books: [{ title: 'one' }] } }] });
  });

  test('at the root with introspection are answered at once', async () => {
    expect(await allOf('{ ... @defer { __schema { queryType { name } } books { title } } }')).toEqual([
      { data: { __schema: { queryType: { name: 'Query' } }, books: [{ title: 'one' }] }, hasNext: false },
    ]);
  });

  test('of a mutation follow when all of it has run', async () => {
    const latch = library.hold('books');
    const parts = await open(
      'mutation { a: rename(id: "1") { id ... @defer { read { title } } } b: rename(id: "2") { id } }',
    );
    expect((await parts.next())?.data).toEqual({ a: { id: '1' }, b: { id: '2' } });
    latch.open();
    expect((await parts.rest())[0]).toMatchObject({ incremental: [{ data: { read: [{}] } }] });
  });
});

describe('an error of a deferred part', () => {
  const query = '{ people { id ... @defer(label: "best") { favourite { title } } } }';

  test('belongs to it: a null moves up to its place and no further', async () => {
    const [first, second] = await allOf(query);
    expect(first).not.toHaveProperty('errors');
    expect(second).toEqual({
      incremental: [{ id: '0', data: { favourite: { title: 'best of 1' } } }],
      completed: [{ id: '0' }, { id: '1', errors: [{ ...upstream, path: ['people', 1, 'favourite'] }] }],
      hasNext: false,
    });
  });

  test('makes its data null in the format of August 2022', async () => {
    const [, second] = await allOf(query, OLDER);
    expect(second).toMatchObject({
      incremental: [
        { data: { favourite: { title: 'best of 1' } } },
        { data: null, path: ['people', 1], errors: [{ ...upstream, path: ['people', 1, 'favourite'] }] },
      ],
    });
  });

  test('that is nullable stays at its field', async () => {
    world.subgraph('prices').breakDown();
    const [, second] = await allOf('{ books { title ... @defer { price } } }');
    world.subgraph('prices').recover();
    expect(second).toEqual({
      incremental: [
        { id: '0', errors: [{ ...upstream, path: ['books', 0, 'price'] }], data: { price: null } },
      ],
      completed: [{ id: '0' }],
      hasNext: false,
    });
  });

  test('takes the parts inside it along', async () => {
    const parts = await allOf(
      '{ person(id: "2") { id ... @defer { favourite { title ... @defer { price } } } } }',
    );
    expect(parts).toHaveLength(2);
    expect(parts[1]).toMatchObject({ completed: [{ id: '0', errors: [upstream] }], hasNext: false });
  });

  test('is the deadline for a part that takes too long; the first answer stands', async () => {
    library.hold('books');
    const [first, second] = await (
      await openParts(world.url, '{ person(id: "1") { id ... @defer { read { title } } } }')
    ).rest();
    expect(first).toMatchObject({ data: { person: { id: '1' } } });
    expect(second).toMatchObject({
      incremental: [
        {
          errors: [{ path: ['person', 'read'], extensions: { code: 'SUBREQUEST_TIMEOUT' } }],
          data: { read: null },
        },
      ],
      completed: [{ id: '0' }],
      hasNext: false,
    });
  });
});

test('a client that does not read holds its answer back, and gets all of it when it does', async () => {
  const defers = Array.from({ length: 10 }, (_, index) => `... @defer { n${index}: name }`).join(' ');
  const parts = await open(`{ people(count: 1000) { ${defers} } }`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const all = await parts.rest();
  expect(all.at(-1)).toMatchObject({ hasNext: false });
  expect(all.flatMap((part) => part.completed ?? [])).toHaveLength(10_000);
});

test('a client that leaves between the parts ends what runs for it', async () => {
  library.hold('books');
  const parts = await open('{ person(id: "1") { id ... @defer { read { title } } } }');
  await parts.next();
  await until(() => world.subgraph('books').running() === 1);
  parts.leave();
  await until(() => world.subgraph('books').running() === 0);
});

describe('refused is', () => {
  test.each([
    ['a label that is no text', 'query($l: String) { nobody { ... @defer(label: $l) { id } } }'],
    ['a label at two places', '{ nobody { ... @defer(label: "a") { id } ... @defer(label: "a") { name } } }'],
    ['a deferred root of a mutation', 'mutation { ... @defer { rename(id: "1") { id } } }'],
    [
      'a deferred part of a subscription',
      'subscription { renamed { ...F } } fragment F on Person { ... @defer { id } }',
    ],
    ['a deferred field', '{ nobody @defer { id } }'],
  ])('%s', async (_name, query) => {
    const { body } = await world.ask(query);
    expect(body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('@defer altogether where the configuration turns it off', async () => {
    const plain = await startGatewayWorld(library.definitions, { defer: false });
    const { body } = await plain.ask('{ nobody { ... @defer { id } } }');
    expect(body.errors?.[0]?.message).toBe('Unknown directive "@defer".');
    await plain.close();
  });
});
