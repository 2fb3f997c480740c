import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { kitTables } from '../kit/tables';
import { type ReportedPlacement } from './heartbeat/reported-placement';
import { type TaskParameterValue } from './task/task-parameter-value';
import {
  type AccessTechnology,
  type Arch,
  type DeviceLifecycle,
  type TaskKind,
  type TaskState,
} from './types/enums';

/** The room's PostgreSQL schema. */
export const devicesSchema = pgSchema('devices');

/** Numbers the changes that the boxes themselves have to hear of; per box it only grows. */
export const rosterVersions = devicesSchema.sequence('roster_versions');

// Millisecond precision, as JavaScript has it: a keyset cursor could not name an instant in between.
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Parts of the country that are run as one. */
export const regions = devicesSchema.table('regions', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
});

/** Central offices, each with the line that a box there gets when nobody said otherwise. */
export const pops = devicesSchema.table(
  'pops',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    regionId: text('region_id')
      .notNull()
      .references(() => regions.id),
    countryCode: text('country_code').notNull(),
    defaultTechnology: text('default_technology').$type<AccessTechnology>().notNull(),
    defaultDownlinkKbps: integer('default_downlink_kbps').notNull(),
    defaultUplinkKbps: integer('default_uplink_kbps').notNull(),
  },
  (table) => [index('pops_region_id').on(table.regionId, table.id)],
);

/** Kinds of hardware with their true figures; `source` names where those were read. */
export const deviceModels = devicesSchema.table('device_models', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  manufacturer: text('manufacturer').notNull(),
  arch: text('arch').$type<Arch>().notNull(),
  vcpu: integer('vcpu').notNull(),
  memoryMb: integer('memory_mb').notNull(),
  diskGb: integer('disk_gb').notNull(),
  hostReservedMemoryMb: integer('host_reserved_memory_mb').notNull(),
  hostReservedDiskGb: integer('host_reserved_disk_gb').notNull(),
  cpuAllocationRatio: doublePrecision('cpu_allocation_ratio').notNull(),
  traits: text('traits').array().notNull(),
  source: text('source').notNull(),
});

/** How many boxes a PoP has in each stage of life, kept in the transaction that changes them: nobody counts rows. */
export const popDeviceCounts = devicesSchema.table(
  'pop_device_counts',
  {
    popId: text('pop_id')
      .notNull()
      .references(() => pops.id),
    lifecycle: text('lifecycle').$type<DeviceLifecycle>().notNull(),
    boxes: integer('boxes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.popId, table.lifecycle] })],
);

/** The boxes. What a box does at this moment is not here but in the hot state. */
export const devices = devicesSchema.table(
  'devices',
  {
    id: text('id').primaryKey(),
    oui: text('oui').notNull(),
    productClass: text('product_class').notNull(),
    serialNumber: text('serial_number').notNull(),
    manufacturer: text('manufacturer').notNull(),
    modelId: text('model_id')
      .notNull()
      .references(() => deviceModels.id),
    lifecycle: text('lifecycle').$type<DeviceLifecycle>().notNull(),
    popId: text('pop_id')
      .notNull()
      .references(() => pops.id),
    regionId: text('region_id').notNull(),
    subscriberId: text('subscriber_id'),
    accessTechnology: text('access_technology').$type<AccessTechnology>(),
    downlinkKbps: integer('downlink_kbps'),
    uplinkKbps: integer('uplink_kbps'),
    dataCapRemainingGb: integer('data_cap_remaining_gb'),
    softwareVersion: text('software_version'),
    desiredVersion: integer('desired_version').notNull().default(0),
    desiredSoftwareVersion: text('desired_software_version'),
    desiredPlacementIds: text('desired_placement_ids').array().notNull().default([]),
    reportedVersion: integer('reported_version'),
    reportedAt: instant('reported_at'),
    reportedPlacementIds: text('reported_placement_ids').array().notNull().default([]),
    /** The box's own list; null until it sent one. */
    reportedPlacements: jsonb('reported_placements').$type<readonly ReportedPlacement[]>(),
    reportedHash: text('reported_hash'),
    quarantineReason: text('quarantine_reason'),
    replacedByDeviceId: text('replaced_by_device_id'),
    activatedAt: instant('activated_at'),
    /** How the simulator plays this box; real ones are all `steady`. */
    simulationProfile: text('simulation_profile').notNull().default('steady'),
    version: integer('version').notNull().default(1),
    rosterVersion: bigint('roster_version', { mode: 'number' })
      .notNull()
      .default(sql`nextval('devices.roster_versions')`),
    /** The transaction of the last roster change: what commits after a snapshot is never below its xmin. */
    rosterTransaction: bigint('roster_transaction', { mode: 'number' })
      .notNull()
      .default(sql`pg_current_xact_id()::text::bigint`),
  },
  (table) => [
    uniqueIndex('devices_serial').on(table.oui, table.productClass, table.serialNumber),
    index('devices_pop').on(table.popId, table.id),
    index('devices_region').on(table.regionId, table.id),
    index('devices_subscriber').on(table.subscriberId, table.id),
    index('devices_model').on(table.modelId, table.id),
    index('devices_lifecycle').on(table.lifecycle, table.id),
    index('devices_software').on(table.softwareVersion, table.id),
    index('devices_drifted')
      .on(table.id)
      .where(sql`desired_version <> coalesce(reported_version, 0)`),
    index('devices_roster').on(table.rosterTransaction),
  ],
);

/** The subscribers there are, as their room tells: a box is activated for one of them. */
export const knownSubscribers = devicesSchema.table('known_subscribers', {
  subscriberId: text('subscriber_id').primaryKey(),
});

/** What runs or shall run where, as the placements room tells it. Ended ones stay for a while against late events. */
export const assignments = devicesSchema.table(
  'assignments',
  {
    placementId: text('placement_id').primaryKey(),
    deviceId: text('device_id').notNull(),
    imageId: text('image_id').notNull(),
    subscriberId: text('subscriber_id'),
    state: text('state').notNull(),
    live: boolean('live').notNull(),
    desired: boolean('desired').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }),
    vcpu: integer('vcpu').notNull(),
    memoryMb: integer('memory_mb').notNull(),
    version: bigint('version', { mode: 'number' }).notNull(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('assignments_device')
      .on(table.deviceId)
      .where(sql`live OR desired`),
    index('assignments_ended')
      .on(table.updatedAt)
      .where(sql`NOT live AND NOT desired`),
  ],
);

/** TR-069 tasks. */
export const deviceTasks = devicesSchema.table(
  'device_tasks',
  {
    id: text('id').primaryKey(),
    deviceId: text('device_id')
      .notNull()
      .references(() => devices.id),
    kind: text('kind').$type<TaskKind>().notNull(),
    state: text('state').$type<TaskState>().notNull(),
    parameters: jsonb('parameters').$type<readonly TaskParameterValue[]>().notNull(),
    queuedAt: instant('queued_at').notNull(),
    finishedAt: instant('finished_at'),
    faultId: text('fault_id'),
  },
  (table) => [
    index('device_tasks_device').on(table.deviceId, table.queuedAt, table.id),
    index('device_tasks_open')
      .on(table.deviceId)
      .where(sql`state IN ('QUEUED', 'IN_SESSION')`),
  ],
);

/** What went wrong in sessions with boxes. */
export const deviceFaults = devicesSchema.table(
  'device_faults',
  {
    id: text('id').primaryKey(),
    deviceId: text('device_id')
      .notNull()
      .references(() => devices.id),
    channel: text('channel').notNull(),
    code: text('code').notNull(),
    message: text('message').notNull(),
    retries: integer('retries').notNull(),
    raisedAt: instant('raised_at').notNull(),
  },
  (table) => [index('device_faults_device').on(table.deviceId, table.raisedAt, table.id)],
);

/** One row: how far the silence of boxes has been told. Its lock lets one process tell at a time. */
export const reachabilityWatch = devicesSchema.table('reachability_watch', {
  id: integer('id').primaryKey(),
  toldUntilMs: bigint('told_until_ms', { mode: 'number' }).notNull(),
  lookedAtMs: bigint('looked_at_ms', { mode: 'number' }).notNull(),
  blindUntilMs: bigint('blind_until_ms', { mode: 'number' }).notNull(),
});

/** What every room has. */
export const { outbox, inbox, idempotencyKeys, seedState } = kitTables(devicesSchema);

/** A box as it is stored. */
export type DeviceRow = typeof devices.$inferSelect;
/** A kind of hardware as it is stored. */
export type DeviceModelRow = typeof deviceModels.$inferSelect;
/** A central office as it is stored. */
export type PopRow = typeof pops.$inferSelect;
/** A region as it is stored. */
export type RegionRow = typeof regions.$inferSelect;
/** A task as it is stored. */
export type DeviceTaskRow = typeof deviceTasks.$inferSelect;
/** A fault as it is stored. */
export type DeviceFaultRow = typeof deviceFaults.$inferSelect;
/** A placement as this room knows it. */
export type AssignmentRow = typeof assignments.$inferSelect;
