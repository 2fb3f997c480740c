import { type SQL, sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  numeric,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { kitTables } from '../kit/tables';
import { instant, placementsSchema } from './tables/schema';

// drizzle-kit reads all tables of a room from this file.
export { capacityCounters, imageRollouts, pops } from './tables/counters';
export { images, subscribers } from './tables/projections';
export { placementsSchema };

export const { outbox, inbox, idempotencyKeys, seedState } = kitTables(placementsSchema);

const LIVE = sql.raw(`('SCHEDULED', 'PULLING', 'STARTING', 'RUNNING', 'DRAINING', 'LOST')`);
const ANTI_AFFINITY_DEVICE: SQL = sql`group_policy = 'ANTI_AFFINITY_DEVICE' AND state IN ${LIVE}`;
const ANTI_AFFINITY_POP: SQL = sql`group_policy = 'ANTI_AFFINITY_POP' AND state IN ${LIVE}`;

/**
 * OpenStack Placement's resource provider, one per box: `rp-<device id>`. Beside the generation it holds what the
 * candidate search filters on, told by devices (facts) or kept in step with `inventories` (the free counters).
 * The covering index of the search is in the second migration: drizzle knows no INCLUDE.
 */
export const providers = placementsSchema.table(
  'providers',
  {
    id: text('id').primaryKey(),
    deviceId: text('device_id').notNull().unique(),
    /** Grows with each change of inventory, trait, PoP or allocation (I5). */
    generation: integer('generation').notNull().default(1),
    popId: text('pop_id').notNull(),
    regionId: text('region_id').notNull(),
    arch: text('arch').notNull(),
    traits: text('traits').array().notNull(),
    /** The traits that have a bit in `trait_bits`. */
    traitMask: bigint('trait_mask', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    lifecycle: text('lifecycle').notNull(),
    /** ONLINE, STALE, OFFLINE, or UNKNOWN until the box was heard of. */
    reachability: text('reachability').notNull().default('UNKNOWN'),
    lastSeenAt: instant('last_seen_at'),
    /** Since when it is OFFLINE. */
    darkSince: instant('dark_since'),
    /** Whose home it stands in; null for a shared host. */
    subscriberId: text('subscriber_id'),
    downlinkKbps: integer('downlink_kbps'),
    dataCapGb: doublePrecision('data_cap_gb'),
    vcpuFree: integer('vcpu_free').notNull().default(0),
    memoryFree: integer('memory_free').notNull().default(0),
    diskFree: integer('disk_free').notNull().default(0),
    /** What the hardware is, as devices last said: inventories follow only when this changes. */
    hostFigures: text('host_figures').notNull(),
    deviceVersion: bigint('device_version', { mode: 'number' }).notNull(),
    reachabilityVersion: bigint('reachability_version', { mode: 'number' }).notNull().default(0),
    reportVersion: bigint('report_version', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    index('providers_pop').on(table.popId),
    index('providers_region_pop').on(table.regionId, table.popId),
    index('providers_subscriber')
      .on(table.subscriberId)
      .where(sql`subscriber_id IS NOT NULL`),
    index('providers_dark')
      .on(table.popId, table.darkSince)
      .where(sql`reachability = 'OFFLINE'`),
  ],
);

/** Which bit of `providers.trait_mask` stands for a trait; traits beyond the 63rd have none. */
export const traitBits = placementsSchema.table('trait_bits', {
  trait: text('trait').primaryKey(),
  bit: smallint('bit').notNull().unique(),
});

/** What a provider has of one resource class, and how much of it is claimed. */
export const inventories = placementsSchema.table(
  'inventories',
  {
    providerId: text('provider_id')
      .notNull()
      .references(() => providers.id),
    resourceClass: text('resource_class').notNull(),
    total: integer('total').notNull(),
    reserved: integer('reserved').notNull().default(0),
    /** Exact: in floating point 100 * 0.29 loses a unit. */
    allocationRatio: numeric('allocation_ratio').notNull().default('1'),
    minUnit: integer('min_unit').notNull().default(1),
    maxUnit: integer('max_unit').notNull().default(2147483647),
    stepSize: integer('step_size').notNull().default(1),
    used: integer('used').notNull().default(0),
    /** floor((total - reserved) * allocation_ratio), the formula of OpenStack Placement. */
    capacity: integer('capacity')
      .notNull()
      .generatedAlwaysAs(sql`floor((total - reserved) * allocation_ratio)::integer`),
  },
  (table) => [
    primaryKey({ columns: [table.providerId, table.resourceClass] }),
    // `used` may exceed the capacity: an operator may shrink a box below its use (I2).
    check(
      'inventories_figures',
      sql`total >= 0 AND reserved BETWEEN 0 AND total AND allocation_ratio > 0 AND used >= 0`,
    ),
    check('inventories_units', sql`min_unit >= 1 AND max_unit >= min_unit AND step_size >= 1`),
  ],
);

/** Placements with the same affinity rule; they belong to one subscriber, whose row serialises their claims. */
export const placementGroups = placementsSchema.table(
  'placement_groups',
  {
    id: text('id').primaryKey(),
    subscriberId: text('subscriber_id').notNull(),
    policy: text('policy').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('placement_groups_subscriber').on(table.subscriberId)],
);

/** One customer's claim on one box. Its allocations exist while its state is live. */
export const placements = placementsSchema.table(
  'placements',
  {
    /** The caller's own UUID (Placement's consumer). */
    id: text('id').primaryKey(),
    state: text('state').notNull(),
    stateSince: instant('state_since').notNull(),
    /** Grows when the allocations change or the end is asked for; a change must quote it (I6). */
    consumerGeneration: integer('consumer_generation').notNull().default(1),
    /** Grows with each change; orders the events about this placement. */
    version: bigint('version', { mode: 'number' }).notNull().default(1),
    deviceId: text('device_id').notNull(),
    providerId: text('provider_id')
      .notNull()
      .references(() => providers.id),
    popId: text('pop_id').notNull(),
    imageId: text('image_id').notNull(),
    subscriberId: text('subscriber_id').notNull(),
    groupId: text('group_id').references(() => placementGroups.id),
    /** The group's policy, repeated for the unique indexes below (I10). */
    groupPolicy: text('group_policy'),
    /** The box it was moved from last. */
    previousDeviceId: text('previous_device_id'),
    vcpu: integer('vcpu').notNull().default(0),
    memoryMb: integer('memory_mb').notNull().default(0),
    diskGb: integer('disk_gb').notNull().default(0),
    requestedAt: instant('requested_at').notNull(),
    scheduledAt: instant('scheduled_at'),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
    endReason: text('end_reason'),
    /** What DRAINING ends as: ENDED or EVICTED. */
    endsAs: text('ends_as'),
    pullProgressPct: smallint('pull_progress_pct'),
    failure: text('failure'),
    /** SCHEDULED or PULLING: since when it waits for its turn, or waited before it got one (I11). */
    pullAskedAt: instant('pull_asked_at'),
    /** SCHEDULED or PULLING: since when its box is told to pull it. Null = it waits for its turn. */
    pullToldAt: instant('pull_told_at'),
  },
  (table) => [
    check(
      'placements_state',
      sql`state IN ('REQUESTED', 'SCHEDULED', 'PULLING', 'STARTING', 'RUNNING', 'DRAINING', 'ENDED', 'FAILED', 'EVICTED', 'LOST')`,
    ),
    uniqueIndex('placements_group_device').on(table.groupId, table.deviceId).where(ANTI_AFFINITY_DEVICE),
    uniqueIndex('placements_group_pop').on(table.groupId, table.popId).where(ANTI_AFFINITY_POP),
    index('placements_group')
      .on(table.groupId, table.requestedAt, table.id)
      .where(sql`group_id IS NOT NULL`),
    index('placements_pulls_told')
      .on(table.popId, table.deviceId)
      .where(sql`state IN ('SCHEDULED', 'PULLING') AND pull_told_at IS NOT NULL`),
    index('placements_pulls_waiting')
      .on(table.popId, table.deviceId)
      .where(sql`state IN ('SCHEDULED', 'PULLING') AND pull_told_at IS NULL`),
    index('placements_device').on(table.deviceId, table.requestedAt, table.id),
    index('placements_device_live')
      .on(table.deviceId)
      .where(sql`state IN ${LIVE}`),
    index('placements_subscriber').on(table.subscriberId, table.requestedAt, table.id),
    index('placements_image').on(table.imageId, table.requestedAt, table.id),
    index('placements_image_state').on(table.imageId, table.state, table.endedAt),
    index('placements_pop').on(table.popId, table.requestedAt, table.id),
    index('placements_requested').on(table.requestedAt, table.id),
    index('placements_state_requested').on(table.state, table.requestedAt, table.id),
    index('placements_unsettled')
      .on(table.stateSince, table.id)
      .where(sql`state IN ('SCHEDULED', 'PULLING', 'STARTING', 'DRAINING', 'LOST')`),
  ],
);

/** What a live placement holds of a provider. The sum by provider and class is `inventories.used`, always. */
export const allocations = placementsSchema.table(
  'allocations',
  {
    placementId: text('placement_id')
      .notNull()
      .references(() => placements.id),
    providerId: text('provider_id').notNull(),
    resourceClass: text('resource_class').notNull(),
    used: integer('used').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.placementId, table.resourceClass] }),
    index('allocations_provider').on(table.providerId),
    // No inventory is ever deleted under a claim.
    foreignKey({
      columns: [table.providerId, table.resourceClass],
      foreignColumns: [inventories.providerId, inventories.resourceClass],
    }),
    check('allocations_used', sql`used > 0`),
  ],
);

/** Every change of state, in the order of `id`. */
export const placementTransitions = placementsSchema.table(
  'placement_transitions',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    placementId: text('placement_id').notNull(),
    /** Null for the first. */
    fromState: text('from_state'),
    toState: text('to_state').notNull(),
    at: instant('at').notNull(),
    actor: text('actor').notNull(),
    reason: text('reason'),
  },
  (table) => [index('placement_transitions_placement').on(table.placementId, table.id)],
);

/** Since when a placement is metered: a row while it runs, moved on at midnight (I13). */
export const usageOpen = placementsSchema.table(
  'usage_open',
  {
    placementId: text('placement_id')
      .primaryKey()
      .references(() => placements.id),
    openedAt: instant('opened_at').notNull(),
  },
  (table) => [index('usage_open_opened').on(table.openedAt)],
);

/** One row per metered interval and resource class (TMF635). */
export const usageRecords = placementsSchema.table(
  'usage_records',
  {
    id: text('id').primaryKey(),
    placementId: text('placement_id').notNull(),
    subscriberId: text('subscriber_id').notNull(),
    imageId: text('image_id').notNull(),
    resourceClass: text('resource_class').notNull(),
    quantity: numeric('quantity', { precision: 20, scale: 6 }).notNull(),
    unit: text('unit').notNull(),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at').notNull(),
    /** When it became known, for `recordedSince`. */
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    uniqueIndex('usage_records_interval').on(table.placementId, table.resourceClass, table.fromAt),
    index('usage_records_subscriber').on(table.subscriberId, table.fromAt, table.id),
    index('usage_records_from').on(table.fromAt, table.id),
    index('usage_records_recorded').on(table.recordedAt, table.id),
    check('usage_records_figures', sql`to_at > from_at AND quantity >= 0`),
  ],
);
