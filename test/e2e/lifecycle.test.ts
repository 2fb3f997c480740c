import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../cli/free-port';
import { waitUntil } from '../../cli/process/wait-until';
import {
  type Launch,
  type Product,
  launchCommand,
  launchProduct,
  removeData,
  startProduct,
  temporaryData,
} from '../kit/product';
import { type SeenProcess, processTree, stillRunning } from '../kit/process-tree';

const DEVICES = 60;
const STOP_WITHIN_MS = 10_000;
const data = temporaryData();
let product: Product;

/** Set when a test fails half-way: the next one begins with a start. */
async function start(options: { environment?: NodeJS.ProcessEnv } = {}): Promise<Product> {
  product = await startProduct({ data, devices: DEVICES, ...options });
  return product;
}

afterAll(async () => {
  await product.killHard();
  removeData(data);
}, 30_000);

const isPostgres = ({ command }: SeenProcess): boolean => /^(\S*\/)?postgres\b/.test(command);
const isRedis = ({ command }: SeenProcess): boolean => command.includes('redis-server');
const isPart = (name: string) => (found: SeenProcess) => found.command.includes(`main.js ${name}`);

/** Sends the signals one after the other and expects the end of everything in time. */
async function stop(launch: Pick<Launch, 'processes' | 'signal'>, ...signals: NodeJS.Signals[]) {
  const before = launch.processes();
  const begun = performance.now();
  const ends = signals.map(async (signal, i) => {
    await sleep(i * 50);
    return launch.signal(signal);
  });
  await Promise.all(ends);
  const left = STOP_WITHIN_MS - (performance.now() - begun);
  expect(left).toBeGreaterThan(0);
  await waitUntil(() => stillRunning(before).length === 0, { timeoutMs: left });
  expect(stillRunning(before)).toEqual([]);
}

/** A write that was acknowledged, to be looked for after the next start. */
async function importBox(): Promise<string> {
  interface Models { pop: { devices: { edges: { node: { model: { id: string } } }[] } } } // prettier-ignore
  const found = await product.ask<Models>(
    'provisioning',
    '{ pop(id: "pop-north-01") { devices(first: 1) { edges { node { model { id } } } } } }',
  );
  const modelId = found.data.pop.devices.edges[0]?.node.model.id;
  const serialNumber = `LIFE${randomUUID().slice(0, 8)}`;
  const box = { oui: '0018E7', productClass: 'STB-LIFE', serialNumber, modelId, popId: 'pop-north-01' };
  const done = await product.ask<{ importDevices: { accepted: number } }>(
    'provisioning',
    'mutation ($in: [ImportDeviceInput!]!, $key: String!) { importDevices(input: $in, idempotencyKey: $key) { accepted failures { message } } }',
    { in: [box], key: randomUUID() },
  );
  expect(done.errors).toEqual([]);
  expect(done.data.importDevices.accepted).toBe(1);
  return serialNumber;
}

async function isThere(serialNumber: string): Promise<boolean> {
  const answer = await product.ask<{ deviceBySerial: { id: string } | null }>(
    'provisioning',
    `{ deviceBySerial(oui: "0018E7", productClass: "STB-LIFE", serialNumber: "${serialNumber}") { id } }`,
  );
  expect(answer.errors).toEqual([]);
  return answer.data.deviceBySerial !== null;
}

async function isAnswering(): Promise<boolean> {
  const walk =
    '{ subscribers(first: 1) { edges { node { devices(first: 1) { edges { node { id placements(first: 1) { edges { node { image { name } } } } } } } } } } }';
  const answer = await product.ask('billing', walk).catch(() => null);
  return answer?.status === 200 && answer.errors.length === 0;
}

const kept: string[] = [];

describe('the life of the product on one data folder', () => {
  it('seeds on the first start; Ctrl-C, twice in a row as npm does, ends everything in time', async () => {
    await start();
    expect(product.output()).toContain(`seeded ${DEVICES} boxes`);
    kept.push(await importBox());
    await stop(product, 'SIGINT', 'SIGINT');
    expect(product.process.exitCode).toBe(0);
  }, 150_000);

  it('keeps an acknowledged write over a restart and does not seed again', async () => {
    await start();
    expect(product.output()).toContain('the data of an earlier start is kept');
    expect(await isThere(kept[0]!)).toBe(true);
  }, 150_000);

  it('refuses a second start on the folder while the first goes on answering', async () => {
    const second = await launchProduct({ data });
    expect(await second.ended()).toBe(2);
    expect(second.output()).toContain(`The data folder ${data} is in use by process`);
    expect(second.output()).toContain('[DATA_FOLDER_IN_USE]');
    expect(await isAnswering()).toBe(true);
  }, 30_000);

  it('refuses a taken port before anything is made', async () => {
    const elsewhere = temporaryData();
    const second = await launchProduct({ data: elsewhere, port: product.port });
    expect(await second.ended()).toBe(2);
    expect(second.output()).toMatch(
      new RegExp(`^lastmile: Port ${product.port} on 127.0.0.1 is taken.*\\[PORT_IN_USE\\]\\n$`),
    );
    expect(existsSync(elsewhere)).toBe(false);
    expect(await isAnswering()).toBe(true);
    removeData(elsewhere);
  }, 30_000);

  it.each(['subgraph devices', 'gateway'])(
    'starts a killed %s again',
    async (name) => {
      const [victim] = product.processes().filter(isPart(name));
      process.kill(victim!.pid, 'SIGKILL');
      const isBack = (): boolean => product.output().includes(`${name.split(' ').at(-1)} is back`);
      expect(await waitUntil(isBack, { timeoutMs: 40_000, everyMs: 100 })).toBe(true);
      expect(await waitUntil(isAnswering, { timeoutMs: 10_000, everyMs: 100 })).toBe(true);
      expect(product.processes().filter(isPart(name))).toHaveLength(1);
    },
    60_000,
  );

  it('starts a killed PostgreSQL again and answers as before, without a restart', async () => {
    const [postmaster] = product.processes().filter(isPostgres);
    process.kill(postmaster!.pid, 'SIGKILL');
    const isBack = (): boolean => product.output().includes('PostgreSQL is back');
    expect(await waitUntil(isBack, { timeoutMs: 40_000, everyMs: 100 })).toBe(true);
    expect(await waitUntil(isAnswering, { timeoutMs: 20_000, everyMs: 200 })).toBe(true);
    kept.push(await importBox());
    expect(await isThere(kept[0]!)).toBe(true);
  }, 90_000);

  it('recovers from kill -9 of everything but PostgreSQL, and ends that one with the rest', async () => {
    kept.push(await importBox());
    const postgres = product.processes().filter(isPostgres);
    await product.killHard(isPostgres);
    expect(stillRunning(postgres).length).toBeGreaterThan(0);
    await start();
    expect(product.output()).toContain('(was still running)');
    for (const serialNumber of kept) expect(await isThere(serialNumber)).toBe(true);
    await stop(product, 'SIGTERM');
    expect(stillRunning(postgres)).toEqual([]);
  }, 150_000);

  it('recovers from kill -9 of everything', async () => {
    await start();
    kept.push(await importBox());
    await product.killHard();
    await start();
    for (const serialNumber of kept) expect(await isThere(serialNumber)).toBe(true);
  }, 150_000);

  it('leaves no part behind when only its first process is killed', async () => {
    const before = product.processes().filter((found) => !isPostgres(found));
    expect(before.some(isRedis)).toBe(true);
    process.kill(product.process.pid!, 'SIGKILL');
    await waitUntil(() => stillRunning(before).length === 0, { timeoutMs: STOP_WITHIN_MS, everyMs: 50 });
    expect(stillRunning(before)).toEqual([]);
  }, 30_000);

  it('is started by npm with PORT, and ends by Ctrl-C at the terminal of npm', async () => {
    const port = await freePort();
    const npm = launchCommand('npm', ['start', '--', '--data', data], { PORT: String(port) });
    try {
      await npm.printed('Lastmile is ready');
      const ready = await fetch(`http://127.0.0.1:${port}/ready`);
      expect(ready.status).toBe(200);
      expect(npm.output()).toContain('(was still running)');
      expect(npm.processes().some(isPostgres)).toBe(false);
      await stop(npm, 'SIGINT', 'SIGINT');
      expect(existsSync(`${data}/postgres/postmaster.pid`)).toBe(false);
    } finally {
      await npm.killHard();
    }
  }, 150_000);
});

describe('a start that is refused', () => {
  const cases = [
    ['nothing listens', 'postgresql://me:hunter2@127.0.0.1:1/db', 'DATABASE_UNREACHABLE'],
    ['it is no URL', 'hunter2', 'DATABASE_URL_INVALID'],
    ['it is another protocol', 'mysql://me:hunter2@127.0.0.1/db', 'DATABASE_URL_INVALID'],
  ] as const;

  it.each(cases)('says so for a DATABASE_URL when %s, without the password', async (_, url, code) => {
    const elsewhere = temporaryData();
    const launch = await launchProduct({ data: elsewhere, environment: { DATABASE_URL: url } });
    expect(await launch.ended()).toBe(2);
    expect(launch.output()).toContain(`[${code}]`);
    expect(launch.output()).not.toContain('hunter2');
    expect(launch.output()).not.toContain('    at ');
    removeData(elsewhere);
  });

  it.each([
    ['--devices', '0'],
    ['--port', '70000'],
    ['--sead', 'x'],
  ])('says so for %s %s', async (flag, value) => {
    const launch = await launchProduct({ data: temporaryData(), args: [flag, value] });
    expect(await launch.ended()).toBe(2);
    expect(launch.output()).toContain(flag);
    removeData(launch.data);
  });
});

describe('a data folder that was deleted', () => {
  it('ends cleanly when it is stopped in the middle of seeding', async () => {
    rmSync(data, { recursive: true, force: true });
    const launch = await launchProduct({ data, devices: 5_000 });
    await launch.printed('seeding 60 %');
    await stop(launch, 'SIGINT');
    expect(launch.output()).not.toMatch(/SEED_FAILED|ready after/);
  }, 60_000);

  it('is seeded from scratch by the next start, without a Redis if there is none on the PATH', async () => {
    await start({ environment: { PATH: '/nowhere', REDIS_URL: '' } });
    expect(product.output()).toContain('no Redis');
    expect(product.output()).toContain(`seeded ${DEVICES} boxes`);
    expect(product.processes().some(isRedis)).toBe(false);
    interface Summary { regions: { summary: { total: number; online: number } }[] } // prettier-ignore
    const totals = async (): Promise<{ total: number; online: number }> => {
      const { data: answer } = await product.ask<Summary>(
        'scheduling',
        '{ regions { summary { total online } } }',
      );
      const sum = (pick: 'total' | 'online'): number =>
        answer.regions.reduce((all, { summary }) => all + summary[pick], 0);
      return { total: sum('total'), online: sum('online') };
    };
    expect((await totals()).total).toBe(DEVICES);
    const isSeen = async (): Promise<boolean> => (await totals()).online > DEVICES / 2;
    expect(await waitUntil(isSeen, { timeoutMs: 60_000, everyMs: 500 })).toBe(true);
    await stop(product, 'SIGTERM');
  }, 150_000);
});

it('nothing of this test runs at its end', () => {
  const mine = processTree(process.pid).filter(({ command }) => command.includes(data));
  expect(mine).toEqual([]);
});
