import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { composeSupergraph } from '../kit/gateway-subgraphs';
import { createMonolith } from './graph/monolith';
import { stubSubgraphs } from './graph/stub-subgraphs';
import { createAnswerer } from './stubs/answerer';
import { type StubServers, startStubServers } from './stubs/stub-servers';
import { type Work, WORKS } from './works';

process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

let stubs: StubServers;
let supergraph: string;
let stock: ApolloServer;

beforeAll(async () => {
  stubs = await startStubServers(stubSubgraphs());
  const urls = Object.entries(stubs.urls).map(([name, url]) => ({ name, url }));
  supergraph = composeSupergraph(stubSubgraphs(), urls);
  stock = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: supergraph }) });
  await stock.start();
});

afterAll(async () => {
  await stock.stop();
  await stubs.close();
});

interface Answer {
  readonly data?: unknown;
  readonly errors?: unknown;
}

/** The answer of the stock gateway over the stubs, as plain JSON. */
async function askStock(query: string): Promise<Answer> {
  const { body } = await stock.executeOperation({ query });
  if (body.kind !== 'single') throw new Error('the answer comes in parts');
  const { data, errors } = body.singleResult;
  // JSON has no undefined, so an answer without errors has no such key.
  return JSON.parse(JSON.stringify({ data, errors })) as Answer;
}

async function askMonolith(query: string): Promise<unknown> {
  return JSON.parse(JSON.stringify(await createMonolith(supergraph)(query)));
}

describe('the stub subgraphs', () => {
  it.each(Object.keys(WORKS) as Work[])('answer %s as one schema over the same data does', async (work) => {
    const answer = await askStock(WORKS[work]);
    expect(answer.errors).toBeUndefined();
    expect(answer).toEqual(await askMonolith(WORKS[work]));
  });

  it.each([
    ['heavy', 85_000, 95_000, 16],
    ['tiny', 30, 100, 1],
    ['entities', 100_000, 115_000, 2],
  ] as const)('make %s a work of the expected size', async (work, least, most, calls) => {
    const before = stubs.calls();
    const length = JSON.stringify(await askStock(WORKS[work])).length;
    expect(length).toBeGreaterThan(least);
    expect(length).toBeLessThan(most);
    expect(stubs.calls() - before).toBe(calls);
  });

  it('answer other operations, too', async () => {
    const query = `{
      a: technician(id: "tech-2") { __typename who: name ...F }
      none: technician(id: "nobody") { name }
      busiestSites(first: 2) { minutes: serviceMinutes visits { technician { callSign hiredYear } } }
    }
    fragment F on Technician { visits { ... on Visit { site { hasSpares @skip(if: true) code } } } }`;
    const answer = await askStock(query);
    expect(answer.errors).toBeUndefined();
    expect(answer).toEqual(await askMonolith(query));
  });
});

describe('a stub subgraph', () => {
  const depot = createAnswerer(stubSubgraphs().find(({ name }) => name === 'depot') ?? { name: '', sdl: '' });
  const ask = async (query: string, variables = {}): Promise<unknown> =>
    JSON.parse((await depot(JSON.stringify({ query, variables }))).toString());

  it('answers several aliased lists of entities in one request', async () => {
    const query = `query ($a: [_Any!]!, $b: [_Any!]!) {
      one: _entities(representations: $a) { __typename ... on Meter { isOnline } }
      two: _entities(representations: $b) { ... on Site { minutes: serviceMinutes } }
    }`;
    const answer = await ask(query, {
      a: [
        { __typename: 'Meter', id: 'meter-0001' },
        { __typename: 'Meter', id: 'none' },
      ],
      b: [{ __typename: 'Site', code: 'MAST-001', heightM: 10, distanceKm: 7 }],
    });
    expect(answer).toEqual({
      data: { one: [{ __typename: 'Meter', isOnline: expect.any(Boolean) }, null], two: [{ minutes: 56 }] },
    });
  });

  it('does not know what @requires was to bring', async () => {
    const query = `query ($a: [_Any!]!) { _entities(representations: $a) { ... on Site { serviceMinutes } } }`;
    const answer = await ask(query, { a: [{ __typename: 'Site', code: 'MAST-001', heightM: 10 }] });
    expect(answer).toMatchObject({
      errors: [{ message: expect.stringContaining('needs heightM and distanceKm') }],
    });
  });

  it('refuses what is no request, no document, or not in its schema', async () => {
    const answers = await Promise.all([depot('{'), depot('{"query":1}'), depot('{"query":"{"}')]);
    for (const answer of answers) expect(JSON.parse(answer.toString())).toHaveProperty('errors');
    expect(await ask('{ technicians { id } }')).toHaveProperty('errors');
  });
});

describe('a recording', () => {
  it('tells which calls waited for others', async () => {
    stubs.setDelay(40);
    stubs.record();
    await askStock('{ busiestSites(first: 1) { code hasSpares visits { id } } onDuty { name } }');
    stubs.setDelay(0);
    const calls = stubs.recorded().map(({ subgraph, wave }) => `${wave} ${subgraph}`);
    expect(calls.sort()).toEqual(['0 crew', '0 sites', '1 depot', '1 visits']);
  });
});
