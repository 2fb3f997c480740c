import type { FastifyInstance } from 'fastify';
import type { GraphQLResolveInfo, GraphQLScalarType } from 'graphql';
import type { Logger } from 'pino';
import type { BuildSchemaOptions } from 'type-graphql';
import type { Caller } from './caller';
import type { CursorCodec } from './cursor';
import type { Database, Queryable } from './database';
import type { EnvelopeKeys } from './envelope';
import type { DomainEvent, EventHandler, Routes } from './events';
import type { Feed } from './feed';
import type { Relay } from './relay';

/** Answers one representation of an entity: the entity, or null when there is none. */
export type ReferenceResolver = (
  representation: Readonly<Record<string, unknown>>,
  context: never,
  info: GraphQLResolveInfo,
) => unknown;

/** What a subgraph's schema is made from; known without any server, so that SDL can be printed offline. */
export interface RoomSchema {
  readonly resolvers: BuildSchemaOptions['resolvers'];
  /** Every type that must be in the schema although no field leads to it. */
  readonly orphanedTypes: NonNullable<BuildSchemaOptions['orphanedTypes']>;
  readonly references: Readonly<Record<string, ReferenceResolver>>;
  readonly scalars?: readonly GraphQLScalarType[];
}

/** What a room is given when it starts. Clocks, addresses and settings come in here and nowhere else. */
export interface RoomDependencies {
  readonly database: Database;
  readonly cursors: CursorCodec;
  readonly feed: Feed;
  readonly relay: Pick<Relay, 'flush' | 'wake'>;
  readonly envelopeKeys: EnvelopeKeys;
  readonly clock: () => Date;
  readonly log: Logger;
  /** The process's environment, read once by the entry; each room documents what it takes from it. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** Writes events in the transaction that changes the records; this room's subscriptions hear of them when it commits. */
  emit(tx: Queryable, events: readonly DomainEvent[]): Promise<void>;
  /** The first half of `emit`: for changes that can be seen only later, when `announce` tells of them. */
  store(tx: Queryable, events: readonly DomainEvent[]): Promise<void>;
  /** The other half of `emit`. */
  announce(events: readonly DomainEvent[]): Promise<void>;
  /** The address this subgraph is reached at, e.g. `http://127.0.0.1:4103`. */
  address(): string;
}

/** Something done again and again; one run at a time, an error is logged and the next run comes. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
}

/** How much demonstration data there is; rooms derive everything from it, the same on every machine. */
export interface SeedOptions {
  readonly seed: string;
  readonly devices: number;
  readonly pops: number;
  readonly regions: number;
  /** The instant that the data ends at. */
  readonly now: Date;
  /** Called with how much of this room's seeding is done, 0 to 1. */
  readonly progress: (done: number) => void;
}

/** A room at work. */
export interface RunningRoom {
  /** A new context, with new loaders, for each request. */
  contextFor(caller: Caller): object;
  readonly handlers: Readonly<Record<string, EventHandler>>;
  readonly jobs: readonly Job[];
  /** HTTP beside GraphQL. Routes check the identity of their callers themselves. */
  routes?(app: FastifyInstance): void;
  /** Writes the demonstration data of this room; run once on an empty database, events included. */
  seed(options: SeedOptions): Promise<void>;
  close?(): Promise<void>;
}

/** One subgraph. Adding one = one folder and one line in the list of `schema/`. */
export interface Room {
  /** Its name in the supergraph, its PostgreSQL schema and its folder. */
  readonly name: string;
  readonly schema: RoomSchema;
  /** The topics it announces, and who is told. */
  readonly produces: Routes;
  start(dependencies: RoomDependencies): Promise<RunningRoom>;
}
