import { RetryBudget } from '../../../gateway/upstream/retry-budget';
import { retryCost, verdictOf } from '../../../gateway/upstream/judge-failure';
import { SubgraphFailure, type FailureDetails } from '../../../gateway/upstream/subgraph-failure';
import { echo, errorsOf, json, startPeopleWorld, type PeopleWorld, type Stub } from './people-world';

const QUERY = '{ echo(text: "x") }';
const MUTATION = 'mutation { rename(id: "1", name: "x") { id } }';
const cut: Stub = (response) => void response.socket?.destroy();
const truncated: Stub = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"data":{"echo"', () => response.socket?.destroy());
};

let world: PeopleWorld;
beforeAll(async () => {
  world = await startPeopleWorld({ traffic: { breaker: false, subgraphTimeoutMs: 1_000 } });
});
afterAll(() => world.close());

/** Answers the first request with `first` and the others with `then`. */
function firstThen(first: Stub, then: Stub): Stub {
  let isFirst = true;
  return (...request) => {
    (isFirst ? first : then)(...request);
    isFirst = false;
  };
}

describe('a query is sent once more, and its answer is all the client sees, after', () => {
  test.each<[string, Stub]>([
    ['a lost connection', cut],
    ['half an answer', truncated],
    ['status 502', json(502, {})],
    ['status 503', json(503, { errors: [{ message: 'busy' }] })],
    ['status 504', json(504, {})],
  ])('%s', async (_name, fault) => {
    const before = world.count();
    world.stub = firstThen(fault, echo('again'));
    const { body } = await world.ask(QUERY);
    expect([body, world.count()]).toEqual([{ data: { echo: 'again' } }, before + 2]);
  });
});

describe('a request is sent once after', () => {
  test.each<[string, Stub, string, string]>([
    ['a query with status 500', json(500, {}), QUERY, 'SUBREQUEST_HTTP_ERROR echo'],
    ['a query with status 404', json(404, {}), QUERY, 'SUBREQUEST_MALFORMED_RESPONSE echo'],
    ['a query with nonsense', json(200, 1), QUERY, 'SUBREQUEST_MALFORMED_RESPONSE echo'],
    ['a query without an answer', () => undefined, QUERY, 'SUBREQUEST_TIMEOUT echo'],
    ['a mutation with status 503', json(503, {}), MUTATION, 'SUBREQUEST_HTTP_ERROR rename'],
    ['a mutation with a lost connection', cut, MUTATION, 'OUTCOME_UNKNOWN rename'],
    ['a mutation with half an answer', truncated, MUTATION, 'OUTCOME_UNKNOWN rename'],
  ])('%s', async (_name, fault, document, error) => {
    const before = world.count();
    world.stub = fault;
    const answer = await world.ask(document);
    expect([errorsOf(answer), world.count()]).toEqual([[error], before + 1]);
  });
});

test('a query that fails twice is not sent a third time', async () => {
  const before = world.count();
  world.stub = json(503, {});
  expect(errorsOf(await world.ask(QUERY))).toEqual(['SUBREQUEST_HTTP_ERROR echo']);
  expect(world.count()).toBe(before + 2);
});

test('both attempts together have the time of one', async () => {
  const startedAt = performance.now();
  world.stub = firstThen(
    (response) => setTimeout(() => response.writeHead(503).end(), 700),
    () => undefined,
  );
  expect(errorsOf(await world.ask(QUERY))).toEqual(['SUBREQUEST_TIMEOUT echo']);
  expect(performance.now() - startedAt).toBeLessThan(1_600);
});

test('a subgraph that fails always gets little more than what clients send, and it is counted', async () => {
  const busy = await startPeopleWorld({ traffic: { breaker: false, retryShare: 0.1 } });
  busy.stub = json(503, {});
  await Promise.all(Array.from({ length: 200 }, () => busy.ask(QUERY)));
  const retries = busy.count() - 200;
  // The budget of good times, and a tenth of what was sent.
  expect(retries).toBeGreaterThanOrEqual(50);
  expect(retries).toBeLessThanOrEqual(70);
  expect(await busy.figure('gateway_subgraph_retries_total', 'subgraph="people",after="status"')).toBe(
    retries,
  );
  await busy.close();
});

test('a share of 0 means that nothing is sent twice', async () => {
  const budget = new RetryBudget(0);
  for (let times = 0; times < 1_000; times += 1) budget.note();
  expect(budget.take(0.25)).toBe(false);
});

test('a budget that is used up fills again with what is sent', () => {
  const budget = new RetryBudget(0.2);
  while (budget.take(1));
  for (let times = 0; times < 9; times += 1) budget.note();
  expect([budget.take(1), budget.take(1)]).toEqual([true, false]);
});

describe('a failure', () => {
  const failure = (details: FailureDetails): SubgraphFailure =>
    new SubgraphFailure('SUBREQUEST_HTTP_ERROR', '', details);

  test.each<[FailureDetails, number | undefined, string]>([
    [{ kind: 'connection' }, 0.25, 'fails'],
    [{ kind: 'connection', wasSent: false }, undefined, 'fails'],
    [{ kind: 'status', status: 503 }, 1, 'fails'],
    [{ kind: 'status', status: 500 }, undefined, 'fails'],
    [{ kind: 'status', status: 401 }, undefined, 'works'],
    [{ kind: 'status', status: 307 }, undefined, 'works'],
    [{ kind: 'timeout' }, undefined, 'fails'],
    [{ kind: 'left' }, undefined, 'unknown'],
    [{ kind: 'request', wasSent: false }, undefined, 'unknown'],
    [{ kind: 'answer' }, undefined, 'works'],
  ])('%j', (details, cost, verdict) => {
    expect([retryCost(failure(details)), verdictOf(failure(details), 1, 100)]).toEqual([cost, verdict]);
  });

  test('by the deadline of the client counts against a subgraph that had at least half of its time', () => {
    const late = failure({ kind: 'deadline' });
    expect([verdictOf(late, 49, 100), verdictOf(late, 50, 100)]).toEqual(['unknown', 'fails']);
  });
});
