import type { Queryable } from './database';

/**
 * A fact about one aggregate, told to other rooms. Events carry state, not commands: the newest `version`
 * of a `key` is all a consumer needs, so late, repeated and reordered ones do no harm.
 */
export interface DomainEvent {
  /** `<room>.<aggregate>.<fact>`, e.g. `devices.device.changed`. */
  readonly topic: string;
  /** The aggregate's id. */
  readonly key: string;
  /** Grows with each change of the aggregate. */
  readonly version: number;
  readonly payload: object;
}

/** An event as it arrives. */
export interface ReceivedEvent extends DomainEvent {
  /** The producer's own number of it, unique per producer. */
  readonly id: number;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly occurredAt: string;
}

/**
 * Applies events of one topic inside the transaction that also remembers that they came.
 * Each event is handed over at most once per database; the order is the producer's for one delivery only.
 */
export type EventHandler = (tx: Queryable, events: readonly ReceivedEvent[]) => Promise<void>;

/** Which rooms are told about a topic. An empty list: only this room's own subscriptions listen. */
export type Routes = Readonly<Record<string, readonly string[]>>;
