import { setTimeout as sleep } from 'node:timers/promises';
import { fleetSigner } from '../../../cli/fleet/fleet-signer';
import { type FleetOptions, runFleet } from '../../../cli/fleet/run-fleet';
import { DevicesDouble, ENVELOPE_KEYS } from './devices-double';
import { desired, desiredPlacement, rosterBox } from './fleet-fixtures';

describe('the running fleet', () => {
  const cleanups: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });

  const serving = async (devices: DevicesDouble): Promise<string> => {
    cleanups.push(() => devices.stop());
    return devices.start();
  };
  const run = (
    devicesUrl: string,
    changes: Partial<FleetOptions> = {},
  ): { log: string[]; stop(): Promise<void> } => {
    const log: string[] = [];
    const ending = new AbortController();
    const ended = runFleet({
      devicesUrl,
      signEnvelope: fleetSigner(
        () => ENVELOPE_KEYS,
        () => new Date(),
      ),
      seed: 'seed',
      spreadMs: 100,
      rosterPollMs: 50,
      log: (message) => log.push(message),
      signal: ending.signal,
      ...changes,
    });
    const stop = async (): Promise<void> => {
      ending.abort();
      await ended;
    };
    cleanups.unshift(stop);
    return { log, stop };
  };

  test('every box of a roster of many pages beats right after the start', async () => {
    const devices = new DevicesDouble(7);
    const ids = Array.from({ length: 50 }, (_, index) => `dev-${index}`);
    ids.forEach((deviceId, index) => devices.put(rosterBox({ deviceId, popId: `pop-${index % 3}` })));
    const { log } = run(await serving(devices));
    await until(() => devices.beats.length >= 50);
    expect(devices.beats.map(({ deviceId }) => deviceId).sort()).toEqual(ids.sort());
    expect(log).toEqual(['50 boxes are on the air']);
  });

  test('a batch holds beats of one PoP only', async () => {
    const devices = new DevicesDouble();
    for (let index = 0; index < 40; index += 1) {
      devices.put(rosterBox({ deviceId: `dev-${index}`, popId: `pop-${index % 2}` }));
    }
    run(await serving(devices));
    await until(() => devices.beats.length >= 40);
    let offset = 0;
    for (const size of devices.batchSizes) {
      const pops = devices.beats.slice(offset, offset + size).map(({ popId }) => popId);
      expect(new Set(pops).size).toBe(1);
      offset += size;
    }
  });

  test('a newly activated box is picked up, one that is retired falls silent', async () => {
    const devices = new DevicesDouble();
    devices.put(rosterBox({ deviceId: 'stock', lifecycle: 'INVENTORY' }));
    devices.put(rosterBox({ deviceId: 'leaves' }));
    run(await serving(devices), { intervalMs: 200 });
    await until(() => devices.beatsOf('leaves').length > 0);
    expect(devices.beatsOf('stock')).toEqual([]);
    devices.put(rosterBox({ deviceId: 'stock' }));
    devices.put(rosterBox({ deviceId: 'leaves', lifecycle: 'RETIRED' }));
    await until(() => devices.beatsOf('stock').length > 0);
    // What was under way when it left may still arrive; then there is nothing more.
    await until(() => devices.beatsOf('stock').length > 2);
    const before = devices.beatsOf('leaves').length;
    const seen = devices.beatsOf('stock').length;
    await until(() => devices.beatsOf('stock').length > seen + 2);
    expect(devices.beatsOf('leaves')).toHaveLength(before);
  });

  test('a desired state runs, whether the roster or the answer to a beat told of it', async () => {
    const devices = new DevicesDouble();
    devices.put(rosterBox({ deviceId: 'a', desired: desired(2, [desiredPlacement('told-by-roster')]) }));
    devices.put(rosterBox({ deviceId: 'b' }));
    devices.desired.push({ deviceId: 'b', ...desired(2, [desiredPlacement('told-by-answer')]) });
    run(await serving(devices), { speed: 1000 });
    const isRunning = (id: string): boolean =>
      devices.beats.some((beat) =>
        beat.placements?.some(({ placementId, state }) => placementId === id && state === 'RUNNING'),
      );
    await until(() => isRunning('told-by-roster') && isRunning('told-by-answer'));
  });

  test('an absent server is waited for, and told of once', async () => {
    const devices = new DevicesDouble();
    devices.put(rosterBox());
    const url = await serving(devices);
    const port = Number(new URL(url).port);
    const { log } = run(url, { intervalMs: 100 });
    await until(() => devices.beats.length > 0);
    await devices.stop();
    await until(() => log.length === 2);
    const before = devices.beats.length;
    await devices.start(port);
    await until(() => devices.beats.length > before + 2);
    expect(log[1]).toMatch(/^the devices subgraph is away: /);
    expect(log.slice(2)).toContain('the devices subgraph is back');
  });

  test('a server that fails or does not know the fleet does not end it', async () => {
    const devices = new DevicesDouble();
    devices.put(rosterBox());
    devices.status = 503;
    const { log } = run(await serving(devices));
    await until(() => log.length === 1);
    for (const status of [400, 401, 500]) {
      devices.status = status;
      await sleep(50);
    }
    devices.status = 200;
    await until(() => devices.beats.length === 1);
  });

  test('ends at once when told to, also while nobody answers', async () => {
    const { stop, log } = run('http://127.0.0.1:9');
    await until(() => log.length === 1);
    await stop();
    const devices = new DevicesDouble();
    const second = run(await serving(devices));
    await until(() => second.log.length === 1);
    await second.stop();
    expect(second.log).toEqual(['0 boxes are on the air']);
  });

  test('a wrong option is refused by name', async () => {
    await expect(runFleet({ ...optionsOf(), speed: 0 })).rejects.toThrow(
      'speed must be a positive number, but got: 0',
    );
    await expect(runFleet({ ...optionsOf(), intervalMs: NaN })).rejects.toThrow('intervalMs must be');
  });
});

function optionsOf(): FleetOptions {
  const signal = AbortSignal.abort();
  return { devicesUrl: 'http://127.0.0.1:9', signEnvelope: () => '', seed: '', log: () => undefined, signal };
}

/** Waits for as long as a test may take. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}
