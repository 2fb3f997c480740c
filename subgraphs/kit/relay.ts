import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { type Database, textArray } from './database';
import type { ReceivedEvent } from './events';

/** Events of one delivery; a consumer applies them in one transaction. */
const DEFAULT_BATCH = 500;
/** How long a mutation waits for its events to be applied elsewhere before it answers anyway. */
const FLUSH_TIMEOUT_MS = 2_000;
/** The backstop when an announcement was lost. */
const POLL_MS = 5_000;
const MAX_BACKOFF_SECONDS = 60;

/** Hands a delivery to a consumer; rejects unless the consumer has applied and committed it. */
export type Deliver = (consumer: string, events: readonly ReceivedEvent[]) => Promise<void>;

/** Carries a room's events to the others, at least once each. */
export interface Relay {
  /** Delivers what is committed now. Resolves when it is applied, at the latest after two seconds. */
  flush(): Promise<void>;
  /** The same without a limit of time; failed deliveries are left for later. */
  drain(): Promise<void>;
  /** Says that something may be waiting, without waiting for it. */
  wake(): void;
  stop(): Promise<void>;
}

export interface RelayOptions {
  readonly database: Database;
  /** The rooms that are told something. */
  readonly consumers: readonly string[];
  readonly deliver: Deliver;
  readonly log: Logger;
  /** @default 500 */
  readonly batch?: number;
}

/** One relay per process; several processes of a room share the work by row locks. */
export function startRelay(options: RelayOptions): Relay {
  const lanes = options.consumers.map((consumer) =>
    createLane({ batch: DEFAULT_BATCH, ...options, consumer }),
  );
  const timer = setInterval(() => void lookForWaiting(options, lanes), POLL_MS);
  timer.unref();
  return {
    async flush() {
      const waiting = Promise.all(lanes.map((lane) => lane.run()));
      const timeout = new AbortController();
      await Promise.race([
        waiting,
        sleep(FLUSH_TIMEOUT_MS, undefined, { signal: timeout.signal }).catch(() => undefined),
      ]);
      timeout.abort();
    },
    async drain() {
      await Promise.all(lanes.map((lane) => lane.run()));
    },
    wake: () => lanes.forEach((lane) => void lane.run()),
    async stop() {
      clearInterval(timer);
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
  };
}

type LaneOptions = Required<Omit<RelayOptions, 'consumers'>> & { readonly consumer: string };

interface Lane {
  readonly consumer: string;
  /** Resolves when everything committed before the call has been tried. Never rejects. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** One statement for all lanes: mostly nothing waits, and each lane would take a connection to find that out. */
async function lookForWaiting(
  { database, consumers, log }: RelayOptions,
  lanes: readonly Lane[],
): Promise<void> {
  try {
    const waiting = await database.rows<{ consumer: string }>(sql`
      SELECT consumer FROM unnest(${textArray(consumers)}) AS known(consumer)
      WHERE EXISTS (
        SELECT FROM outbox WHERE outbox.consumer = known.consumer AND outbox.available_at <= now())`);
    const names = new Set(waiting.map(({ consumer }) => consumer));
    for (const lane of lanes) if (names.has(lane.consumer)) void lane.run();
  } catch (error) {
    log.warn({ err: error }, 'outbox: could not be read');
  }
}

/** Deliveries to one consumer, one at a time; a call during a pass asks for exactly one more pass. */
function createLane(options: LaneOptions): Lane {
  let current: Promise<void> | null = null;
  let following: Promise<void> | null = null;
  let stopped = false;

  const pass = async (): Promise<void> => {
    try {
      while (!stopped && (await deliverBatch(options)) === options.batch);
    } catch (error) {
      if (!stopped) options.log.warn({ err: error, consumer: options.consumer }, 'outbox: could not be read');
    }
  };
  const start = (): Promise<void> => {
    current = pass().finally(() => (current = null));
    return current;
  };
  return {
    consumer: options.consumer,
    run() {
      if (stopped) return Promise.resolve();
      if (current === null) return start();
      following ??= current.then(() => {
        following = null;
        return start();
      });
      return following;
    },
    async stop() {
      stopped = true;
      await (following ?? current);
    },
  };
}

/** One batch under row locks: taken, delivered, deleted; on failure left with a later date. Returns how many were taken. */
async function deliverBatch({ database, consumer, deliver, log, batch }: LaneOptions): Promise<number> {
  return database.transaction(async (tx) => {
    const events = await database.rows<OutboxRow>(
      sql`SELECT id, topic, key, version, payload, occurred_at, attempts FROM outbox
          WHERE consumer = ${consumer} AND available_at <= now()
          ORDER BY id LIMIT ${batch} FOR UPDATE SKIP LOCKED`,
      tx,
    );
    if (events.length === 0) return 0;
    const failed = await attempt(consumer, events, deliver, log);
    const done = events.filter((event) => !failed.includes(event));
    await tx.execute(
      sql`DELETE FROM outbox WHERE id = ANY(${textArray(done.map((event) => event.id))}::bigint[])`,
    );
    if (failed.length > 0) {
      await tx.execute(sql`
        UPDATE outbox SET attempts = attempts + 1,
          available_at = now() + make_interval(secs => least(${MAX_BACKOFF_SECONDS}, 0.5 * power(2, least(attempts, 10))))
        WHERE id = ANY(${textArray(failed.map((event) => event.id))}::bigint[])`);
    }
    return failed.length > 0 ? 0 : events.length;
  });
}

interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly version: string;
  readonly payload: Record<string, unknown>;
  readonly occurred_at: Date;
  readonly attempts: number;
  readonly [column: string]: unknown;
}

/** Tries the batch; a batch that was refused before goes one by one, so that a single bad event holds up nothing else. */
async function attempt(
  consumer: string,
  rows: readonly OutboxRow[],
  deliver: Deliver,
  log: Logger,
): Promise<OutboxRow[]> {
  const oneByOne = rows.some((row) => row.attempts > 2);
  const groups = oneByOne ? rows.slice(0, 50).map((row) => [row]) : [rows];
  const failed: OutboxRow[] = oneByOne ? rows.slice(50) : [];
  for (const group of groups) {
    try {
      await deliver(consumer, group.map(toEvent));
    } catch (error) {
      log.warn(
        { err: error, consumer, events: group.length, topic: group[0]?.topic },
        'outbox: delivery failed',
      );
      failed.push(...group);
    }
  }
  return failed;
}

function toEvent(row: OutboxRow): ReceivedEvent {
  return {
    id: Number(row.id),
    topic: row.topic,
    key: row.key,
    version: Number(row.version),
    payload: row.payload,
    occurredAt: new Date(row.occurred_at).toISOString(),
  };
}
