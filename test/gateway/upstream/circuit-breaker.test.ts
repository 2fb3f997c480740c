import { CircuitBreaker, type BreakerVerdict, type Permit } from '../../../gateway/upstream/circuit-breaker';
import { until } from '../../kit/gateway-streams';
import { echo, errorsOf, json, startPeopleWorld, type PeopleWorld } from './people-world';

const OPTIONS = { failures: 3, failureShare: 0.5, windowMs: 1_000, openMs: 500 };

function enter(breaker: CircuitBreaker, nowMs: number): Permit {
  const permit = breaker.enter(nowMs);
  if (!permit) throw new Error(`the circuit is ${breaker.state}`);
  return permit;
}

function run(breaker: CircuitBreaker, verdict: BreakerVerdict, nowMs: number): void {
  breaker.leave(enter(breaker, nowMs), verdict, nowMs);
}

function opened(): CircuitBreaker {
  const breaker = new CircuitBreaker(OPTIONS);
  for (let times = 0; times < 3; times += 1) run(breaker, 'fails', 0);
  expect(breaker.state).toBe('open');
  return breaker;
}

describe('the circuit of a subgraph', () => {
  test('opens after so many failures within the window', () => {
    const breaker = new CircuitBreaker(OPTIONS);
    run(breaker, 'fails', 0);
    run(breaker, 'fails', 500);
    expect(breaker.state).toBe('closed');
    run(breaker, 'fails', 900);
    expect([breaker.state, breaker.enter(1_399)]).toEqual(['open', undefined]);
  });

  test('forgets failures that are older than the window', () => {
    const breaker = new CircuitBreaker(OPTIONS);
    run(breaker, 'fails', 0);
    run(breaker, 'fails', 100);
    run(breaker, 'fails', 1_150);
    run(breaker, 'fails', 5_000);
    run(breaker, 'fails', 5_000);
    expect(breaker.state).toBe('closed');
  });

  test('stays closed while most requests succeed', () => {
    const breaker = new CircuitBreaker(OPTIONS);
    for (let times = 0; times < 100; times += 1) run(breaker, times % 3 ? 'works' : 'fails', times);
    expect(breaker.state).toBe('closed');
  });

  test('is not opened by clients that leave', () => {
    const breaker = new CircuitBreaker(OPTIONS);
    for (let times = 0; times < 100; times += 1) run(breaker, 'unknown', times);
    expect(breaker.state).toBe('closed');
  });

  test('lets one request try when its time is over, and closes when that works', () => {
    const breaker = opened();
    const probe = enter(breaker, 500);
    expect([breaker.state, breaker.enter(501)]).toEqual(['half-open', undefined]);
    breaker.leave(probe, 'works', 510);
    expect(breaker.state).toBe('closed');
    expect([breaker.enter(511), breaker.enter(511)]).not.toContain(undefined);
  });

  test('opens again when the try fails, and lets another try when nobody waited for the first', () => {
    const breaker = opened();
    breaker.leave(enter(breaker, 500), 'unknown', 510);
    breaker.leave(enter(breaker, 520), 'fails', 530);
    expect([breaker.state, breaker.enter(1_029)]).toEqual(['open', undefined]);
    expect(breaker.enter(1_030)).toBeDefined();
  });

  test('is not closed by an answer to what was asked before it opened, nor opened again by one', () => {
    const breaker = new CircuitBreaker(OPTIONS);
    const early = [enter(breaker, 0), enter(breaker, 0), enter(breaker, 0), enter(breaker, 0)];
    for (let times = 0; times < 3; times += 1) run(breaker, 'fails', 0);
    breaker.leave(early[0] ?? { era: 0 }, 'works', 100);
    expect(breaker.state).toBe('open');
    breaker.leave(enter(breaker, 500), 'works', 500);
    for (const permit of early.slice(1)) breaker.leave(permit, 'fails', 600);
    expect(breaker.state).toBe('closed');
  });
});

describe('a gateway over a subgraph that fails', () => {
  let world: PeopleWorld;
  const QUERY = '{ echo(text: "x") }';
  const breaker = { failures: 5, windowMs: 60_000, openMs: 200 };
  beforeEach(async () => {
    world = await startPeopleWorld({ traffic: { breaker, subgraphTimeoutMs: 1_000, retryShare: 0 } });
  });
  afterEach(() => world.close());
  const state = (): Promise<number> => world.figure('gateway_subgraph_circuit_state', 'subgraph="people"');
  const askOften = async (times: number, query = QUERY): Promise<void> => {
    for (let time = 0; time < times; time += 1) await world.ask(query);
  };

  test('stops asking it, answers at once, asks others on, and recovers by itself', async () => {
    world.stub = json(500, {});
    await askOften(5);
    const before = world.count();
    const refused = await world.ask(QUERY);
    expect([refused.status, refused.body.data, errorsOf(refused)]).toEqual([
      200,
      { echo: null },
      ['SUBREQUEST_HTTP_ERROR echo'],
    ]);
    expect([world.count(), await state()]).toEqual([before, 2]);
    expect((await world.ask('{ books { title } }')).body.errors).toBeUndefined();
    world.stub = echo('back');
    await until(async () => (await world.ask(QUERY)).body.errors === undefined);
    expect(await state()).toBe(0);
  });

  test('is refused a mutation that was not sent, with a code that says so', async () => {
    world.stub = json(500, {});
    await askOften(5);
    const before = world.count();
    const answer = await world.ask('mutation { rename(id: "1", name: "x") { id } }');
    expect([errorsOf(answer), world.count()]).toEqual([['SUBREQUEST_HTTP_ERROR rename'], before]);
  });

  test('keeps asking one that refuses, answers with errors, or talks nonsense', async () => {
    for (const stub of [
      json(400, { errors: [{ message: 'no' }] }),
      json(200, { data: null, errors: [{ message: 'no' }] }),
      json(200, 'nonsense'),
      json(404, {}),
    ]) {
      world.stub = stub;
      await askOften(6);
    }
    world.stub = echo('here');
    expect((await world.ask(QUERY)).body.data).toEqual({ echo: 'here' });
  });

  test('keeps asking when clients left while it was slow', async () => {
    let open = 0;
    world.stub = (response) => {
      open += 1;
      response.once('close', () => (open -= 1));
    };
    const leaving = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: QUERY });
    const gone = Array.from({ length: 10 }, () =>
      fetch(world.url, { method: 'POST', headers, body, signal: leaving.signal }).catch(() => 'gone'),
    );
    await until(() => open === 10);
    leaving.abort();
    await Promise.all(gone);
    await until(() => open === 0);
    world.stub = echo('here');
    expect((await world.ask(QUERY)).body.data).toEqual({ echo: 'here' });
    expect(await state()).toBe(0);
  });
});
