import {
  bigint,
  bigserial,
  index,
  integer,
  jsonb,
  type PgSchema,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';

/**
 * The tables that every room has beside its own: outgoing and incoming events, idempotency keys and
 * whether the demonstration data was written. A room's `tables.ts` spreads them into its own schema.
 */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- drizzle's table types are inferred
export function kitTables(schema: PgSchema) {
  const outbox = schema.table(
    'outbox',
    {
      id: bigserial('id', { mode: 'number' }).primaryKey(),
      consumer: text('consumer').notNull(),
      topic: text('topic').notNull(),
      key: text('key').notNull(),
      version: bigint('version', { mode: 'number' }).notNull(),
      payload: jsonb('payload').notNull(),
      occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull().defaultNow(),
      attempts: integer('attempts').notNull().default(0),
      availableAt: timestamp('available_at', { withTimezone: true }).notNull().defaultNow(),
    },
    (table) => [index('outbox_consumer_id').on(table.consumer, table.id)],
  );
  const inbox = schema.table(
    'inbox',
    {
      producer: text('producer').notNull(),
      eventId: bigint('event_id', { mode: 'number' }).notNull(),
      receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
    },
    (table) => [primaryKey({ columns: [table.producer, table.eventId] })],
  );
  const idempotencyKeys = schema.table(
    'idempotency_keys',
    {
      caller: text('caller').notNull(),
      operation: text('operation').notNull(),
      key: text('key').notNull(),
      inputHash: text('input_hash').notNull(),
      answer: jsonb('answer'),
      createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    },
    (table) => [primaryKey({ columns: [table.caller, table.operation, table.key] })],
  );
  const seedState = schema.table('seed_state', {
    name: text('name').primaryKey(),
    finishedAt: timestamp('finished_at', { withTimezone: true }).notNull().defaultNow(),
  });
  return { outbox, inbox, idempotencyKeys, seedState };
}
