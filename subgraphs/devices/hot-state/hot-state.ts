import { type Health } from './health';

/** Which box: the hot state is laid out by PoP, so that one PoP is one slot of a Redis Cluster. */
export interface HotKey {
  readonly popId: string;
  readonly deviceId: string;
}

/** What a box measured at one moment. `health` is derived when the beat is written. */
export interface HotSample {
  readonly sampledAtMs: number;
  readonly cpuPct: number;
  readonly memoryFreeMb: number;
  readonly diskFreeGb: number;
  readonly downlinkKbps: number;
  readonly rttMs: number;
  readonly runningCount: number;
  readonly temperatureC: number | null;
  readonly bootId: string;
  /** Version of the desired state that the box says it has applied. */
  readonly appliedVersion: number;
  /** Short hash of the running placement ids, so that a change shows without the list. */
  readonly runningHash: string;
  readonly health: Health;
}

/** One heartbeat as it is written. */
export interface HotBeat extends HotKey, Omit<HotSample, 'health'> {}

/** What is known of a box. `sample` is null once the box has been silent for three intervals. */
export interface HotRecord {
  readonly lastSeenAtMs: number;
  readonly sample: HotSample | null;
}

/** What one beat changed; compare both through `reachabilityOf` to find a transition. */
export interface BeatOutcome {
  readonly before: HotRecord | null;
  readonly after: HotRecord;
}

/** A box and the moment it was last heard of. */
export interface SeenBox extends HotKey {
  readonly lastSeenAtMs: number;
}

/** A box that came back, or was heard of for the first time. */
export interface ReturnedBox extends HotKey {
  readonly returnedAtMs: number;
}

/** Counts of one PoP. Boxes never heard of are in none of them; `degraded` counts boxes that are not OFFLINE. */
export interface PopSummary {
  readonly popId: string;
  readonly online: number;
  readonly stale: number;
  readonly offline: number;
  readonly degraded: number;
}

/** Where a page begins, and how many boxes it may hold. Pages run by (lastSeenAtMs, deviceId). */
export interface SeenPage {
  readonly limit: number;
  readonly after?: Omit<SeenBox, 'popId'> | undefined;
}

/**
 * Hot state of the boxes (domain A6). Everything in it can be lost at any moment and comes back with the next
 * round of beats (I14); no invariant may read it.
 *
 * Every call rejects with `HotStateUnavailable`, quickly, when the store cannot be reached: the caller then
 * answers UNKNOWN, never OFFLINE.
 */
export interface HotState {
  /** What is known of each box, in the order asked; null where a box was never heard of. */
  readMany(keys: readonly HotKey[], nowMs: number): Promise<readonly (HotRecord | null)[]>;

  /**
   * Takes beats in, in the order given, and tells for each what it changed. A late sample never moves
   * `lastSeenAtMs` back and never replaces a newer sample; one from the future counts as taken now.
   * Writing the same beats again changes nothing.
   */
  writeBatch(beats: readonly HotBeat[], nowMs: number): Promise<readonly BeatOutcome[]>;

  /** Boxes whose silence reached 1.5 intervals (ONLINE to STALE) in (sinceMs, untilMs]. Can be asked again. */
  newlyStaleSince(popIds: readonly string[], sinceMs: number, untilMs: number): Promise<readonly SeenBox[]>;

  /** Boxes whose silence reached 3 intervals (STALE to OFFLINE) in (sinceMs, untilMs]. Can be asked again. */
  newlyDarkSince(popIds: readonly string[], sinceMs: number, untilMs: number): Promise<readonly SeenBox[]>;

  /** Boxes that came back from OFFLINE or UNKNOWN in (sinceMs, untilMs]. Kept for ten minutes. */
  newlySeenSince(
    popIds: readonly string[],
    sinceMs: number,
    untilMs: number,
  ): Promise<readonly ReturnedBox[]>;

  /** Counts of each PoP, in the order asked, from counters; never by reading boxes one by one. */
  summary(popIds: readonly string[], nowMs: number): Promise<readonly PopSummary[]>;

  /** Boxes of a PoP last heard of in (fromMs, toMs], oldest first. `-Infinity` and `Infinity` are legal bounds. */
  idsByLastSeen(popId: string, fromMs: number, toMs: number, page: SeenPage): Promise<readonly SeenBox[]>;

  /** Boxes of a PoP that are not OFFLINE and whose last sample had this health, oldest first. */
  idsByHealth(
    popId: string,
    health: Exclude<Health, 'OK'>,
    nowMs: number,
    page: SeenPage,
  ): Promise<readonly SeenBox[]>;

  /** Drops all that is known of a box that was removed or moved to another PoP. */
  forget(popId: string, deviceId: string): Promise<void>;

  /** Ends the connections. Every later call rejects. */
  close(): Promise<void>;
}
