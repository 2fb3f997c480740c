import { request } from 'undici';
import { devicesRoom } from '../../../subgraphs/devices/index';
import { ANONYMOUS } from '../../../subgraphs/kit/caller';
import { signEnvelope } from '../../../subgraphs/kit/envelope';
import { startTestRoom, type TestRoom, type TestRoomOptions } from '../../kit/room';

/** The instant that tests begin at; the seed of the test kit ends there. */
export const START = new Date('2026-06-15T12:00:00.000Z');

/** A clock that only moves when told to. */
export interface TestClock {
  now: Date;
  advance(seconds: number): void;
}

/** The devices room with a clock of its own. */
export interface DevicesFixture extends TestRoom {
  readonly clock: TestClock;
}

/** What the fleet sends for a box unless a test says otherwise. */
export interface BeatFields {
  readonly deviceId: string;
  readonly popId: string;
  readonly [field: string]: unknown;
}

export interface FleetAnswer<Body> {
  readonly status: number;
  readonly body: Body;
}

export interface HeartbeatBody {
  readonly accepted: number;
  readonly rejected: readonly { index: number; code: string; message: string }[];
  readonly desired: readonly {
    deviceId: string;
    version: number;
    softwareVersion: string | null;
    placements: readonly { placementId: string; imageId: string; sizeBytes: number; failing: boolean }[];
  }[];
}

export async function startDevices(options: TestRoomOptions = {}): Promise<DevicesFixture> {
  const clock: TestClock = {
    now: START,
    advance(seconds) {
      clock.now = new Date(clock.now.getTime() + seconds * 1000);
    },
  };
  const room = await startTestRoom(devicesRoom, { clock: () => clock.now, ...options });
  await room.receive('subscribers', subscribersAdded());
  return { ...room, clock };
}

/** Speaks to a route of the boxes, signed as the fleet unless told otherwise. */
export async function asFleet<Body>(
  fixture: DevicesFixture,
  path: string,
  message: object | null = null,
  issuer = 'lastmile-fleet',
): Promise<FleetAnswer<Body>> {
  const body = message === null ? Buffer.alloc(0) : Buffer.from(JSON.stringify(message));
  const envelope = signEnvelope(fixture.envelopeKeys, {
    issuer,
    audience: 'devices',
    caller: ANONYMOUS,
    body,
    now: fixture.clock.now,
  });
  const response = await request(`${fixture.server.url}${path}`, {
    method: message === null ? 'GET' : 'POST',
    headers: { 'x-lastmile-identity': envelope, ...(message && { 'content-type': 'application/json' }) },
    ...(message && { body }),
  });
  // The routes answer JSON always; the test that asks names what it expects.
  return { status: response.statusCode, body: (await response.body.json()) as Body };
}

/** A beat as a healthy box sends it now. */
export function beat(fixture: DevicesFixture, fields: BeatFields): object {
  return {
    bootId: 'aa01',
    sampledAt: fixture.clock.now.toISOString(),
    cpuPct: 12,
    memoryFreeMb: 900,
    diskFreeGb: 9,
    downlinkKbps: 90_000,
    rttMs: 7,
    temperatureC: 51,
    softwareVersion: '24.10.4',
    appliedVersion: 1,
    runningHash: 'e3b0c442',
    ...fields,
  };
}

export async function sendBeats(
  fixture: DevicesFixture,
  ...boxes: BeatFields[]
): Promise<FleetAnswer<HeartbeatBody>> {
  return asFleet<HeartbeatBody>(fixture, '/heartbeats', { beats: boxes.map((box) => beat(fixture, box)) });
}

/** A box of the seed as tests pick it. */
export interface SeededBox {
  readonly id: string;
  readonly popId: string;
  readonly version: number;
  readonly subscriberId: string | null;
  readonly lifecycle: string;
}

/** Boxes of the seed in this stage of life, by id. */
export async function boxesOf(
  fixture: DevicesFixture,
  lifecycle: string,
  profile = 'steady',
): Promise<SeededBox[]> {
  const { rows } = await fixture.server.database.pool.query<SeededBox>(
    `SELECT id, pop_id AS "popId", version, subscriber_id AS "subscriberId", lifecycle FROM devices
     WHERE lifecycle = $1 AND simulation_profile = $2 ORDER BY id`,
    [lifecycle, profile],
  );
  return rows;
}

/** The first such box; fails the test when there is none. */
export async function boxOf(
  fixture: DevicesFixture,
  lifecycle: string,
  profile = 'steady',
): Promise<SeededBox> {
  const [box] = await boxesOf(fixture, lifecycle, profile);
  if (box === undefined) throw new Error(`the seed has no ${profile} box that is ${lifecycle}`);
  return box;
}

/** What the subscribers room tells when it is seeded, as far as this room listens. */
function subscribersAdded(): { topic: string; key: string; version: number; payload: object }[] {
  const seeded = Array.from({ length: 200 }, (_, index) => `sub-${String(index + 1).padStart(6, '0')}`);
  return [...seeded, 'sub-other'].map((subscriberId) => ({
    topic: 'subscribers.subscriber.added',
    key: subscriberId,
    version: 1,
    payload: { subscriberId },
  }));
}

/** An event of the placements room. */
export function placementChanged(
  placementId: string,
  deviceId: string,
  version: number,
  changes: object = {},
): { topic: string; key: string; version: number; payload: object } {
  return {
    topic: 'placements.placement.changed',
    key: placementId,
    version,
    payload: {
      placementId,
      deviceId,
      imageId: 'img-1',
      subscriberId: 'sub-000001',
      state: 'SCHEDULED',
      live: true,
      desired: true,
      previousDeviceId: null,
      sizeBytes: 5_000_000_000,
      vcpu: 1,
      memoryMb: 256,
      ...changes,
    },
  };
}

/** What `work` sent to PostgreSQL, without the looks for silent boxes that go on meanwhile. */
export async function statementsOf(fixture: DevicesFixture, work: () => Promise<unknown>): Promise<string[]> {
  const statements = await fixture.statementsOf(work);
  return statements.filter((statement) => !/reachability_watch|^SELECT id FROM pops/.test(statement.trim()));
}
