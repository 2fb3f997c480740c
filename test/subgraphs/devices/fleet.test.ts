import { setTimeout as sleep } from 'node:timers/promises';
import { fleetSigner } from '../../../cli/fleet/fleet-signer';
import { runFleet } from '../../../cli/fleet/run-fleet';
import { boxesOf, boxOf, type DevicesFixture, placementChanged, startDevices } from './fixture';

let room: DevicesFixture;
let fleet: Promise<void>;
const stop = new AbortController();

beforeAll(async () => {
  // The fleet lives by the real clock, and so does the room it speaks to.
  room = await startDevices({ clock: () => new Date() });
  await room.seed({ devices: 200, now: new Date() });
  fleet = runFleet({
    devicesUrl: room.server.url,
    signEnvelope: fleetSigner(
      () => room.envelopeKeys,
      () => new Date(),
    ),
    seed: 'test',
    speed: 1000,
    spreadMs: 200,
    rosterPollMs: 200,
    log: () => undefined,
    signal: stop.signal,
  });
});

afterAll(async () => {
  stop.abort();
  await fleet;
  await room.close();
});

async function eventually(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await check()) return;
    await sleep(50);
  }
  throw new Error('it did not come about within 20 s');
}

async function reachabilityOf(id: string): Promise<string> {
  const answer = await room.query<{ device: { reachability: string } }>(
    `{ device(id: "${id}") { reachability } }`,
  );
  return answer.data.device.reachability;
}

describe('the simulated fleet and this room', () => {
  it('bring every box in service to life, and leave the dark ones dark', async () => {
    const [first] = await boxesOf(room, 'ACTIVATED');
    const dark = await boxOf(room, 'ACTIVATED', 'dark');
    await eventually(async () => (await reachabilityOf(first?.id ?? '')) === 'ONLINE');
    await eventually(async () => (await reachabilityOf(dark.id)) === 'OFFLINE');
  });

  it('pick up an activated box at once and run what is placed on it', async () => {
    const box = await boxOf(room, 'INVENTORY');
    await room.query(
      `mutation { activateDevice(deviceId: "${box.id}", subscriberId: "sub-000001", ifVersion: ${box.version}) { __typename } }`,
    );
    await eventually(async () => (await reachabilityOf(box.id)) === 'ONLINE');
    await room.receive('placements', [placementChanged('p-live', box.id, 1, { sizeBytes: 50_000_000 })]);
    await eventually(async () => {
      const answer = await room.query<{
        device: { driftVersions: number; hot: { runningCount: number } | null };
      }>(`{ device(id: "${box.id}") { driftVersions hot { runningCount } } }`);
      const { driftVersions, hot } = answer.data.device;
      return driftVersions === 0 && hot?.runningCount === 1;
    });
    await room.server.relay.drain();
    const states = room.delivered
      .filter((event) => event.topic === 'devices.device.reported' && event.key === box.id)
      .flatMap((event) => JSON.stringify(event.payload['placements']));
    expect(states.at(-1)).toContain('"RUNNING"');
  });

  it('let a retired box fall silent', async () => {
    const box = (await boxesOf(room, 'ACTIVATED'))[3];
    if (!box) throw new Error('no box');
    await room.query(
      `mutation { retireDevice(deviceId: "${box.id}", ifVersion: ${box.version}, evict: true) { __typename } }`,
    );
    await sleep(1_000);
    expect(await reachabilityOf(box.id)).toBe('UNKNOWN');
  });
});
