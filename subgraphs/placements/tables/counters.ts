import { bigint, index, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, placementsSchema } from './schema';

/** What a PoP has and what is used, counted by a job: a live sum over the fleet takes seconds. */
export const capacityCounters = placementsSchema.table(
  'capacity_counters',
  {
    popId: text('pop_id').notNull(),
    regionId: text('region_id').notNull(),
    resourceClass: text('resource_class').notNull(),
    capacity: bigint('capacity', { mode: 'number' }).notNull(),
    used: bigint('used', { mode: 'number' }).notNull(),
    /** Boxes by free amount: [0] none, [n] from 2^(n-1) up to 2^n - 1. */
    freeBuckets: integer('free_buckets').array().notNull(),
    asOf: instant('as_of').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.popId, table.resourceClass] }),
    index('capacity_counters_region').on(table.regionId),
  ],
);

/** What a PoP's boxes do together; one row per PoP that ever had a box. */
export const pops = placementsSchema.table(
  'pops',
  {
    id: text('id').primaryKey(),
    regionId: text('region_id').notNull(),
    /** Since when nothing is evicted here: too many boxes went dark at once. Null = not frozen. */
    frozenSince: instant('frozen_since'),
    /** When its capacity was counted last. */
    countedAt: instant('counted_at'),
  },
  (table) => [index('pops_region').on(table.regionId, table.id), index('pops_counted').on(table.countedAt)],
);

/** How an image's rollout goes, counted by a job. */
export const imageRollouts = placementsSchema.table('image_rollouts', {
  imageId: text('image_id').primaryKey(),
  running: integer('running').notNull(),
  pulling: integer('pulling').notNull(),
  failed24h: integer('failed_24h').notNull(),
  asOf: instant('as_of').notNull(),
});
