import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { Agent, request } from 'undici';
import { ANONYMOUS, type Caller } from '../../subgraphs/kit/caller';
import { type EnvelopeKeys, signEnvelope } from '../../subgraphs/kit/envelope';
import type { DomainEvent, ReceivedEvent } from '../../subgraphs/kit/events';
import type { Room, SeedOptions } from '../../subgraphs/kit/room';
import { type RoomServer, startRoom } from '../../subgraphs/kit/start-room';
import { createTestDatabase } from './database';

export interface TestRoomOptions {
  /** The address the room uses instead of that of its test database, e.g. of a proxy in between. */
  readonly databaseUrl?: (url: string) => string | Promise<string>;
  readonly clock?: () => Date;
  readonly settings?: Readonly<Record<string, string | undefined>>;
  /** Takes the room's outgoing events; throw to refuse them. They are in `delivered` too unless it throws. */
  readonly deliver?: (consumer: string, events: readonly ReceivedEvent[]) => Promise<void>;
  /** @default 6 */
  readonly poolSize?: number;
}

/** A GraphQL answer. `data` is typed by whoever wrote the query; expect() says the rest. */
export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors: readonly AnswerError[];
  /** The codes of `errors`. */
  readonly codes: readonly unknown[];
}

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

/** An outgoing event and the room it was for. */
export interface DeliveredEvent extends ReceivedEvent {
  readonly consumer: string;
}

/** One room on a database of its own, asked over HTTP as the gateway asks it. */
export interface TestRoom {
  readonly server: RoomServer;
  readonly envelopeKeys: EnvelopeKeys;
  /** All outgoing events so far that were accepted. */
  readonly delivered: DeliveredEvent[];
  /** POSTs to /graphql with an envelope that speaks for `caller` (default: a caller with every scope). */
  query<Data = Record<string, never>>(
    document: string,
    variables?: Readonly<Record<string, unknown>>,
    caller?: Caller,
  ): Promise<Answer<Data>>;
  /** POSTs events of another room to /events, signed by it; numbers them unless they have an id. */
  receive(producer: string, events: readonly (DomainEvent & { readonly id?: number })[]): Promise<void>;
  /** What `work` sent to PostgreSQL, without the outbox's own background work. */
  statementsOf(work: () => Promise<unknown>): Promise<string[]>;
  seed(options?: Partial<SeedOptions>): Promise<void>;
  close(): Promise<void>;
}

const ALL_SCOPES = [
  'billing:read',
  'billing:write',
  'subscribers:write',
  'devices:write',
  'images:write',
  'placements:schedule',
  'placements:admin',
  'pii:read',
];

/** The telco's own staff with every scope. */
export const STAFF: Caller = { subject: 'staff', client: 'billing', tenant: null, scopes: ALL_SCOPES };

/** A caller of the telco with just these scopes. */
export function callerWith(...scopes: string[]): Caller {
  return { subject: 'someone', client: 'provisioning', tenant: null, scopes };
}

/** A partner's portal token: speaks for one publisher. */
export function partnerOf(tenant: string, ...scopes: string[]): Caller {
  return { subject: `user-of-${tenant}`, client: 'portal', tenant, scopes };
}

export { ANONYMOUS };

/** Starts the room on a fresh database and a free port. Close it at the end: that drops the database. */
export async function startTestRoom(room: Room, options: TestRoomOptions = {}): Promise<TestRoom> {
  const testDatabase = await createTestDatabase();
  const envelopeKeys = createEnvelopeKeys();
  const delivered: DeliveredEvent[] = [];
  const statements: string[] = [];
  const server = await startRoom(room, {
    databaseUrl: (await options.databaseUrl?.(testDatabase.url)) ?? testDatabase.url,
    port: 0,
    envelopeKeys,
    cursorSecret: 'a secret of the tests',
    peers: {},
    settings: options.settings ?? {},
    log: pino({ level: process.env['LASTMILE_TEST_LOG'] ?? 'silent' }),
    ...(options.clock && { clock: options.clock }),
    ...(options.poolSize && { poolSize: options.poolSize }),
    onStatement: (statement) => statements.push(statement),
    deliver: async (consumer, events) => {
      await options.deliver?.(consumer, events);
      delivered.push(...events.map((event) => ({ ...event, consumer })));
    },
  }).catch(async (error: unknown) => {
    await testDatabase.drop();
    throw error;
  });
  const clock = options.clock ?? (() => new Date());
  // One of its own: idle connections of a shared one would keep the test process alive.
  const agent = new Agent();
  return {
    server,
    envelopeKeys,
    delivered,
    query: (document, variables = {}, caller = STAFF) =>
      ask(agent, server.url, envelopeFor(room.name, envelopeKeys, caller, clock), {
        query: document,
        variables,
      }),
    receive: eventSender(agent, server.url, room.name, envelopeKeys, clock),
    async statementsOf(work) {
      const before = statements.length;
      await work();
      return statements.slice(before).filter((statement) => !isBackground(statement));
    },
    seed: (seedOptions) => server.running.seed({ ...SMALL_SEED, ...seedOptions }),
    async close() {
      await agent.close();
      await server.close();
      await testDatabase.drop();
    },
  };
}

const SMALL_SEED: SeedOptions = {
  seed: 'test',
  devices: 200,
  pops: 4,
  regions: 2,
  now: new Date('2026-06-15T12:00:00.000Z'),
  progress: () => undefined,
};

function createEnvelopeKeys(): EnvelopeKeys {
  return { current: 'test', keys: { test: randomBytes(32).toString('base64url') } };
}

function envelopeFor(
  audience: string,
  keys: EnvelopeKeys,
  caller: Caller,
  clock: () => Date,
): (body: Buffer) => string {
  return (body) => signEnvelope(keys, { issuer: 'lastmile-gateway', audience, caller, body, now: clock() });
}

async function ask<Data>(
  dispatcher: Agent,
  url: string,
  envelope: (body: Buffer) => string,
  message: object,
): Promise<Answer<Data>> {
  const body = Buffer.from(JSON.stringify(message));
  const response = await request(`${url}/graphql`, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-lastmile-identity': envelope(body) },
    body,
  });
  // Every answer of a subgraph has this shape, errors included; the test names the type of its own query's data.
  const answer = (await response.body.json()) as { data?: Data; errors?: AnswerError[] };
  const errors = answer.errors ?? [];
  return {
    status: response.statusCode,
    // Tests of a failing query expect null here.
    data: (answer.data ?? null) as Data,
    errors,
    codes: errors.map((error) => error.extensions?.code),
  };
}

function eventSender(
  dispatcher: Agent,
  url: string,
  audience: string,
  keys: EnvelopeKeys,
  clock: () => Date,
): TestRoom['receive'] {
  let lastId = 1_000_000;
  return async (producer, events) => {
    const numbered = events.map((event) => ({
      occurredAt: clock().toISOString(),
      ...event,
      id: event.id ?? (lastId += 1),
    }));
    const body = Buffer.from(JSON.stringify({ producer, events: numbered }));
    const envelope = signEnvelope(keys, {
      issuer: `lastmile-${producer}`,
      audience,
      caller: ANONYMOUS,
      body,
      now: clock(),
    });
    const response = await request(`${url}/events`, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-lastmile-identity': envelope },
      body,
    });
    const text = await response.body.text();
    if (response.statusCode !== 204) throw new Error(`/events answered ${response.statusCode}: ${text}`);
  };
}

function isBackground(statement: string): boolean {
  return /\boutbox\b|^(begin|commit|rollback)\b/i.test(statement.trim());
}
