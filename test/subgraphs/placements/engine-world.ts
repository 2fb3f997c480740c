import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import type { Caller } from '../../../subgraphs/kit/caller';
import { type Database, openDatabase, type Queryable } from '../../../subgraphs/kit/database';
import type { DomainEvent } from '../../../subgraphs/kit/events';
import { receive } from '../../../subgraphs/kit/inbox';
import { emit } from '../../../subgraphs/kit/outbox';
import { prepareDatabase } from '../../../subgraphs/kit/prepare-database';
import type { EngineDependencies } from '../../../subgraphs/placements/engine/dependencies';
import { createEngine } from '../../../subgraphs/placements/engine';
import type { ClaimCall, Engine, State } from '../../../subgraphs/placements/engine-types';
import { produces } from '../../../subgraphs/placements/events';
import { createTestDatabase } from '../../kit/database';

/** The telco's own scheduler. */
export const SCHEDULER: Caller = {
  subject: null,
  client: 'scheduling',
  tenant: null,
  scopes: ['placements:schedule', 'placements:admin'],
};

/** A placement as the tests look at it. */
export interface PlacementRecord extends Record<string, unknown> {
  readonly id: string;
  readonly state: State;
  readonly device_id: string;
  readonly consumer_generation: number;
  readonly end_reason: string | null;
  readonly pull_progress_pct: number | null;
  readonly failure: string | null;
}

/** The engine on a database of its own, and the other rooms as far as they tell it something. */
export interface World {
  readonly url: string;
  readonly database: Database;
  readonly dependencies: EngineDependencies;
  readonly engine: Engine;
  /** The engine's clock; add to it to let time pass. */
  readonly time: { now: Date };
  /** Applies events of another room, with growing versions. */
  tell(producer: string, topic: string, key: string, payload: object, version?: number): Promise<void>;
  subscriber(id: string, more?: Partial<SubscriberTold>): Promise<string>;
  image(id: string, more?: Partial<ImageTold>): Promise<string>;
  device(id: string, more?: Partial<DeviceTold>): Promise<string>;
  reachability(deviceId: string, reachability: string, lastSeenAt?: Date): Promise<void>;
  report(deviceId: string, placements: readonly ReportedPlacement[]): Promise<void>;
  /** A claim with everything filled in. */
  claimCall(more: Partial<ClaimCall> & Pick<ClaimCall, 'deviceId'>): Promise<ClaimCall>;
  generation(deviceId: string): Promise<number>;
  placement(id: string): Promise<PlacementRecord>;
  used(deviceId: string): Promise<Readonly<Record<string, number>>>;
  history(placementId: string): Promise<string[]>;
  rows<Row extends Record<string, unknown>>(statement: Parameters<Queryable['execute']>[0]): Promise<Row[]>;
  /** What was announced since the last call, newest state per key. */
  announced(): Promise<Map<string, DomainEvent>>;
  /** Throws unless every counter equals what it counts (I1, I12 and contract 14). */
  checkBooks(): Promise<void>;
  pass(seconds: number): void;
  close(): Promise<void>;
}

export interface SubscriberTold {
  readonly status: string;
  readonly creditHold: boolean;
  readonly entitlement: { maxPlacements: number; vcpu: number; memoryMb: number; diskGb: number };
  readonly allowedImageTags: readonly string[];
}

export interface ImageTold {
  readonly status: string;
  readonly visibility: string;
  readonly ownerId: string;
  readonly sharedWith: readonly string[];
  readonly arch: string;
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
  readonly minRamMb: number;
  readonly minDiskGb: number;
  readonly requiredTraits: readonly string[];
  readonly forbiddenTraits: readonly string[];
  readonly minDownlinkKbps: number | null;
  readonly sizeBytes: number | null;
  readonly virtualSizeBytes: number | null;
  readonly tags: readonly string[];
}

export interface DeviceTold {
  readonly lifecycle: string;
  readonly popId: string;
  readonly regionId: string;
  readonly arch: string;
  readonly traits: readonly string[];
  readonly subscriberId: string | null;
  readonly downlinkKbps: number | null;
  readonly dataCapRemainingGb: number | null;
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
  readonly hostReservedMemoryMb: number;
  readonly hostReservedDiskGb: number;
  readonly cpuAllocationRatio: number;
}

export interface ReportedPlacement {
  readonly placementId: string;
  readonly state: string;
  readonly pullProgressPct?: number;
  readonly failure?: string;
}

const SUBSCRIBER: SubscriberTold = {
  status: 'ACTIVE',
  creditHold: false,
  entitlement: { maxPlacements: 10_000, vcpu: 10_000, memoryMb: 10_000_000, diskGb: 1_000_000 },
  allowedImageTags: [],
};

const IMAGE: ImageTold = {
  status: 'ACTIVE',
  visibility: 'PUBLIC',
  ownerId: 'pub-a',
  sharedWith: [],
  arch: 'AARCH64',
  vcpu: 1,
  memoryMb: 256,
  diskGb: 2,
  minRamMb: 0,
  minDiskGb: 0,
  requiredTraits: [],
  forbiddenTraits: [],
  minDownlinkKbps: null,
  sizeBytes: 200_000_000,
  virtualSizeBytes: 400_000_000,
  tags: [],
};

const DEVICE: DeviceTold = {
  lifecycle: 'ACTIVATED',
  popId: 'pop-1',
  regionId: 'region-1',
  arch: 'AARCH64',
  traits: [],
  subscriberId: 'sub-1',
  downlinkKbps: 50_000,
  dataCapRemainingGb: null,
  vcpu: 4,
  memoryMb: 4096,
  diskGb: 64,
  hostReservedMemoryMb: 0,
  hostReservedDiskGb: 0,
  cpuAllocationRatio: 1,
};

/** Starts a world with the subscriber `sub-1` and the image `img-1`. Close it: that drops the database. */
export async function createWorld(
  options: { readonly poolSize?: number; readonly settings?: EngineDependencies['settings'] } = {},
): Promise<World> {
  const testDatabase = await createTestDatabase();
  await prepareDatabase(testDatabase.url, 'placements');
  const database = openDatabase({
    url: testDatabase.url,
    room: 'placements',
    poolSize: options.poolSize ?? 6,
  });
  const time = { now: new Date('2026-06-15T12:00:00.000Z') };
  const dependencies: EngineDependencies = {
    database,
    clock: () => time.now,
    log: pino({ level: 'silent' }),
    settings: options.settings ?? {},
    emit: (tx, events) => emit(tx, 'placements', produces, events),
  };
  const engine = createEngine(dependencies);
  const counter = { eventId: 0 };

  const world: World = {
    url: testDatabase.url,
    database,
    dependencies,
    engine,
    time,
    async tell(producer, topic, key, payload, version) {
      counter.eventId += 1;
      const event = {
        id: counter.eventId,
        topic,
        key,
        version: version ?? counter.eventId,
        payload: { ...payload },
      };
      await receive(database, engine.handlers, producer, [{ ...event, occurredAt: time.now.toISOString() }]);
    },
    async subscriber(id, more) {
      await world.tell('subscribers', 'subscribers.subscriber.changed', id, {
        subscriberId: id,
        ...SUBSCRIBER,
        ...more,
      });
      return id;
    },
    async image(id, more) {
      await world.tell('images', 'images.image.changed', id, {
        imageId: id,
        applicationId: 'app-1',
        ...IMAGE,
        ...more,
      });
      return id;
    },
    async device(id, more) {
      await world.tell('devices', 'devices.device.changed', id, { deviceId: id, ...DEVICE, ...more });
      return id;
    },
    reachability: (deviceId, reachability, lastSeenAt = time.now) =>
      world.tell('devices', 'devices.device.reachability', deviceId, {
        deviceId,
        reachability,
        lastSeenAt: lastSeenAt.toISOString(),
      }),
    report: (deviceId, placements) =>
      world.tell('devices', 'devices.device.reported', deviceId, {
        deviceId,
        appliedVersion: 1,
        placements,
        lastSeenAt: time.now.toISOString(),
      }),
    claimCall: async (more) => ({
      placementId: randomUUID(),
      subscriberId: 'sub-1',
      imageId: 'img-1',
      providerGeneration: await world.generation(more.deviceId),
      idempotencyKey: randomUUID(),
      ...more,
    }),
    async generation(deviceId) {
      const [row] = await world.rows<{ generation: number }>(
        sql`SELECT generation FROM providers WHERE device_id = ${deviceId}`,
      );
      return row?.generation ?? -1;
    },
    async placement(id) {
      const [row] = await world.rows<PlacementRecord>(sql`SELECT * FROM placements WHERE id = ${id}`);
      if (row === undefined) throw new Error(`no placement ${id}`);
      return row;
    },
    async used(deviceId) {
      const rows = await world.rows<{ resource_class: string; used: number }>(
        sql`SELECT resource_class, used FROM inventories WHERE provider_id = ${`rp-${deviceId}`}`,
      );
      return Object.fromEntries(rows.map((row) => [row.resource_class, row.used]));
    },
    async history(placementId) {
      const rows = await world.rows<{ from_state: string | null; to_state: string }>(sql`
        SELECT from_state, to_state FROM placement_transitions WHERE placement_id = ${placementId} ORDER BY id`);
      return rows.map((row) => `${row.from_state ?? ''}>${row.to_state}`);
    },
    rows: async <Row extends Record<string, unknown>>(statement: Parameters<Queryable['execute']>[0]) =>
      // Each test names the columns it selects.
      (await database.db.execute(statement)).rows as unknown as Row[],
    async announced() {
      const rows = await world.rows<{ topic: string; key: string; version: string; payload: object }>(
        sql`DELETE FROM outbox RETURNING id, topic, key, version, payload`,
      );
      const events = rows.map((row) => ({ ...row, version: Number(row.version) }));
      return new Map(
        events
          .sort((left, right) => left.version - right.version)
          .map((event) => [`${event.topic} ${event.key}`, event]),
      );
    },
    checkBooks: () => checkBooks(world),
    pass(seconds) {
      time.now = new Date(time.now.getTime() + seconds * 1000);
    },
    async close() {
      await database.close();
      await testDatabase.drop();
    },
  };
  await world.subscriber('sub-1');
  await world.image('img-1');
  return world;
}

const LIVE = sql.raw(`('SCHEDULED', 'PULLING', 'STARTING', 'RUNNING', 'DRAINING', 'LOST')`);

async function checkBooks(world: World): Promise<void> {
  const wrong = await world.rows<{ what: string }>(sql`
    SELECT 'used of ' || i.provider_id || ' ' || i.resource_class || ' is ' || i.used AS what FROM inventories AS i
    WHERE i.used <> coalesce((
      SELECT sum(a.used) FROM allocations AS a JOIN placements AS p ON p.id = a.placement_id
      WHERE a.provider_id = i.provider_id AND a.resource_class = i.resource_class AND p.state IN ${LIVE}), 0)
    UNION ALL
    SELECT 'allocation of a placement that is not live: ' || p.id FROM allocations AS a
    JOIN placements AS p ON p.id = a.placement_id WHERE p.state NOT IN ${LIVE}
    UNION ALL
    SELECT 'allocation on another provider: ' || p.id FROM allocations AS a
    JOIN placements AS p ON p.id = a.placement_id WHERE p.provider_id <> a.provider_id
    UNION ALL
    SELECT 'free counters of ' || id FROM providers WHERE (vcpu_free, memory_free, disk_free) <> (
      SELECT coalesce(max(greatest(capacity - used, 0)) FILTER (WHERE resource_class = 'VCPU'), 0),
        coalesce(max(greatest(capacity - used, 0)) FILTER (WHERE resource_class = 'MEMORY_MB'), 0),
        coalesce(max(greatest(capacity - used, 0)) FILTER (WHERE resource_class = 'DISK_GB'), 0)
      FROM inventories WHERE provider_id = providers.id)
    UNION ALL
    SELECT 'use of ' || s.id FROM subscribers AS s
    WHERE (used_placements, used_vcpu, used_memory_mb, used_disk_gb) <> (
      SELECT count(*), coalesce(sum(vcpu), 0), coalesce(sum(memory_mb), 0), coalesce(sum(disk_gb), 0)
      FROM placements WHERE subscriber_id = s.id AND state IN ${LIVE})
    UNION ALL
    SELECT 'metered although not running: ' || o.placement_id FROM usage_open AS o
    JOIN placements AS p ON p.id = o.placement_id WHERE p.state <> 'RUNNING'
    UNION ALL
    SELECT 'told to pull what is not to be pulled, or never asked: ' || p.id FROM placements AS p
    WHERE (p.pull_asked_at IS NOT NULL) <> (p.state IN ('SCHEDULED', 'PULLING'))
      OR (p.pull_told_at IS NOT NULL AND p.pull_asked_at IS NULL)
    UNION ALL
    SELECT 'running but not metered: ' || p.id FROM placements AS p
    WHERE p.state = 'RUNNING' AND NOT EXISTS (SELECT 1 FROM usage_open WHERE placement_id = p.id)`);
  if (wrong.length > 0) throw new Error(wrong.map((row) => row.what).join('\n'));
}
