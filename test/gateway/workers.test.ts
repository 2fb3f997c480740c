import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireBuild, startGatewayProcess, type GatewayProcess } from '../kit/gateway-process';
import { shop } from '../kit/gateway-shop';
import { openStream, until } from '../kit/gateway-streams';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';

jest.setTimeout(120_000);

let world: GatewayWorld;
let gateway: GatewayProcess;

beforeAll(async () => {
  requireBuild();
  world = await startGatewayWorld(shop());
  gateway = await startGatewayProcess(['--supergraph', world.supergraphFile, '--workers', '2']);
});
afterAll(async () => {
  expect(await gateway.stop('message')).toBe(0);
  await world.close();
});

/** The workers that serve now, oldest first, as the log tells. */
function workers(): number[] {
  const ended = gateway.lines().filter(({ msg }) => msg === 'a worker ended');
  return gateway
    .lines()
    .filter(({ msg, worker }) => msg === 'a worker serves' && !ended.some((end) => end.worker === worker))
    .map(({ worker }) => Number(worker));
}

/** The oldest of two that serve. */
async function oldestWorker(): Promise<number> {
  await until(() => workers().length === 2);
  const [oldest] = workers();
  // No signal to number 0, which is the group of the test itself.
  if (oldest === undefined) throw new Error('no worker serves');
  return oldest;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits until two workers serve and none of them is in `old`. */
async function renewed(old: readonly number[]): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const now = workers();
    if (now.length === 2 && !now.some((pid) => old.includes(pid))) return;
    if (Date.now() > deadline) {
      const told = gateway.lines().filter(({ msg }) => msg !== 'request');
      throw new Error(`${old.join()} not replaced: ${JSON.stringify(told.slice(-5))}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function ask(query: string): Promise<number> {
  // A connection of its own, so that all workers get some.
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query }),
  });
  await response.text();
  return response.status;
}

async function metrics(timeoutMs = 30_000): Promise<string> {
  const response = await fetch(new URL('/metrics', gateway.url), {
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(timeoutMs),
  });
  return response.text();
}

function valueOf(text: string, name: string): number {
  return Number(text.split('\n').find((line) => line.startsWith(`${name} `))?.split(' ').at(-1)); // prettier-ignore
}

/** Asks without pause until the returned function is called, which gives what was answered. */
function load(): () => Promise<Set<number | string>> {
  const seen = new Set<number | string>();
  let isRunning = true;
  const lane = async (): Promise<void> => {
    while (isRunning) seen.add(await ask('{ people { id read { title } } }').catch(String));
  };
  const lanes = Promise.all([lane(), lane(), lane()]);
  return async () => {
    isRunning = false;
    await lanes;
    return seen;
  };
}

test('whichever worker is asked, /metrics adds up all', async () => {
  const before = valueOf(await metrics(), 'gateway_requests_total{status="200"}') || 0;
  for (let count = 0; count < 10; count += 1) await ask('{ people { id } }');
  for (let count = 0; count < 4; count += 1) {
    const text = await metrics();
    expect(valueOf(text, 'gateway_requests_total{status="200"}')).toBe(before + 10);
    expect(valueOf(text, 'gateway_workers')).toBe(2);
    expect(text).toMatch(/^gateway_supergraph_info\{id="[^"]+"\} 2$/m);
  }
});

test('what one worker has planned no other plans again', async () => {
  const planned = async (): Promise<number> =>
    valueOf(await metrics(), 'gateway_operations_planned_total{outcome="plan"}') || 0;
  const before = await planned();
  for (let count = 0; count < 8; count += 1) await ask('{ people { id name read { title } } }');
  expect(await planned()).toBe(before + 1);
});

test('a worker that crashes is replaced, and what it had counted stays counted', async () => {
  await ask('{ people { id } }');
  const before = valueOf(await metrics(), 'gateway_requests_total{status="200"}');
  const crashesBefore = valueOf(await metrics(), 'gateway_worker_crashes');
  const oldest = await oldestWorker();
  process.kill(oldest, 'SIGKILL');
  // A connection that node gives to a worker which was killed just now is answered by nobody.
  const crashes = async (): Promise<number> =>
    valueOf(await metrics(1_000).catch(() => ''), 'gateway_worker_crashes');
  await until(async () => (await crashes()) === crashesBefore + 1);
  expect((await fetch(new URL('/ready', gateway.url))).status).toBe(200);
  await renewed([oldest]);
  expect(valueOf(await metrics(), 'gateway_requests_total{status="200"}')).toBe(before);
});

test('a worker that hangs is replaced, though it does not end by itself', async () => {
  const crashesBefore = valueOf(await metrics(), 'gateway_worker_crashes');
  const oldest = await oldestWorker();
  // Stopped, it has its connections and its channel, and answers on none of them.
  process.kill(oldest, 'SIGSTOP');
  await renewed([oldest]);
  expect(isRunning(oldest)).toBe(false);
  expect(gateway.lines()).toContainEqual(
    expect.objectContaining({ msg: 'a worker hangs and is replaced', worker: oldest }),
  );
  expect(valueOf(await metrics(), 'gateway_worker_crashes')).toBe(crashesBefore + 1);
  expect(await ask('{ people { id } }')).toBe(200);
});

test('a worker that gets SIGTERM serves until it has a successor, and no request fails', async () => {
  const stopLoad = load();
  for (let round = 0; round < 2; round += 1) {
    const oldest = await oldestWorker();
    process.kill(oldest, 'SIGTERM');
    await renewed([oldest]);
  }
  expect([...(await stopLoad())]).toEqual([200]);
});

test('SIGHUP replaces all workers one after the other, completes their subscriptions, and no request fails', async () => {
  const stream = await openStream(gateway.url, 'subscription { tick(everyMs: 30000) { id } }');
  const stopLoad = load();
  const old = workers();
  gateway.child.kill('SIGHUP');
  await renewed(old);
  expect([...(await stopLoad())]).toEqual([200]);
  expect((await stream.rest()).map(({ type }) => type)).toEqual(['complete']);
});

test('a worker that cannot be replaced stays', async () => {
  const old = workers();
  rmSync(world.supergraphFile);
  gateway.child.kill('SIGHUP');
  await until(() => gateway.lines().some(({ msg }) => msg.includes('the old ones stay')));
  expect(workers()).toEqual(old);
  expect(await ask('{ people { id } }')).toBe(200);
  writeFileSync(world.supergraphFile, world.supergraph);
});

test('workers end when their primary is killed, having finished what runs', async () => {
  const other = await startGatewayProcess(['--supergraph', world.supergraphFile, '--workers', '2']);
  const stream = await openStream(other.url, 'subscription { tick(everyMs: 30000) { id } }');
  other.child.kill('SIGKILL');
  expect((await stream.rest()).map(({ type }) => type)).toEqual(['complete']);
  const serving = other.lines().filter(({ msg }) => msg === 'a worker serves');
  await until(() => serving.every(({ worker }) => !isRunning(Number(worker))));
});

test('workers that cannot start are the reason why the gateway does not', async () => {
  const file = join(world.folder, 'bad.graphql');
  writeFileSync(file, 'type Query { a: Int }');
  await expect(startGatewayProcess(['--supergraph', file, '--workers', '2'])).rejects.toThrow(
    'cannot be served',
  );
});

test('a stop reaches all workers: subscriptions complete and nobody is left', async () => {
  const other = await startGatewayProcess(['--supergraph', world.supergraphFile], {
    LASTMILE_GATEWAY_WORKERS: '3',
  });
  const streams = await Promise.all(
    [1, 2, 3].map(() => openStream(other.url, 'subscription { tick(everyMs: 30000) { id } }')),
  );
  const code = await other.stop('SIGTERM');
  const ends = await Promise.all(streams.map((stream) => stream.rest()));
  expect([code, ends.map((events) => events.map(({ type }) => type))]).toEqual([
    0,
    [['complete'], ['complete'], ['complete']],
  ]);
  const serving = other.lines().filter(({ msg }) => msg === 'a worker serves');
  expect(serving).toHaveLength(3);
  expect(serving.filter(({ worker }) => isRunning(Number(worker)))).toEqual([]);
});
