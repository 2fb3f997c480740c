import { applyBeat, hasReturned, withoutExpired } from './apply-beat';
import { type Health } from './health';
import {
  type BeatOutcome,
  type HotBeat,
  type HotKey,
  type HotRecord,
  type HotState,
  type PopSummary,
  type ReturnedBox,
  type SeenBox,
  type SeenPage,
} from './hot-state';
import { HotStateUnavailable } from './hot-state-unavailable';
import { reachabilityOf, type SilenceLimits } from './reachability';
import { RETURNS_KEPT_MS } from './returns-kept';

/**
 * Hot state inside this process: for one machine without Redis. It is gone when the process ends and nobody
 * else sees it, otherwise it behaves like the other (one contract test runs against both).
 *
 * A question about a PoP reads the boxes of that PoP in memory, which for 5,000 boxes is well below a millisecond.
 */
export class MemoryHotState implements HotState {
  private readonly pops = new Map<string, Map<string, BoxEntry>>();
  private isClosed = false;

  constructor(private readonly limits: SilenceLimits) {}

  async readMany(keys: readonly HotKey[], nowMs: number): Promise<readonly (HotRecord | null)[]> {
    this.assertOpen();
    return keys.map((key) => this.read(key, nowMs));
  }

  async writeBatch(beats: readonly HotBeat[], nowMs: number): Promise<readonly BeatOutcome[]> {
    this.assertOpen();
    return beats.map((beat) => this.write(beat, nowMs));
  }

  async newlyStaleSince(popIds: readonly string[], sinceMs: number, untilMs: number): Promise<SeenBox[]> {
    return this.lastSeenIn(popIds, sinceMs - this.limits.staleAfterMs, untilMs - this.limits.staleAfterMs);
  }

  async newlyDarkSince(popIds: readonly string[], sinceMs: number, untilMs: number): Promise<SeenBox[]> {
    return this.lastSeenIn(
      popIds,
      sinceMs - this.limits.offlineAfterMs,
      untilMs - this.limits.offlineAfterMs,
    );
  }

  async newlySeenSince(popIds: readonly string[], sinceMs: number, untilMs: number): Promise<ReturnedBox[]> {
    this.assertOpen();
    const fromMs = Math.max(sinceMs, untilMs - RETURNS_KEPT_MS);
    return popIds.flatMap((popId) =>
      this.boxesOf(popId)
        .map(([deviceId, { returnedAtMs }]) => ({ popId, deviceId, returnedAtMs }))
        .filter(({ returnedAtMs }) => returnedAtMs > fromMs && returnedAtMs <= untilMs)
        .sort((left, right) => compareSeen(left.returnedAtMs, left, right.returnedAtMs, right)),
    );
  }

  async summary(popIds: readonly string[], nowMs: number): Promise<readonly PopSummary[]> {
    this.assertOpen();
    return popIds.map((popId) => this.summaryOf(popId, nowMs));
  }

  async idsByLastSeen(popId: string, fromMs: number, toMs: number, page: SeenPage): Promise<SeenBox[]> {
    return pageOf(this.lastSeenIn([popId], fromMs, toMs), page);
  }

  async idsByHealth(
    popId: string,
    health: Exclude<Health, 'OK'>,
    nowMs: number,
    page: SeenPage,
  ): Promise<readonly SeenBox[]> {
    const visible = this.lastSeenIn([popId], nowMs - this.limits.offlineAfterMs, Infinity);
    return pageOf(
      visible.filter((box) => this.read(box, nowMs)?.sample?.health === health),
      page,
    );
  }

  async forget(popId: string, deviceId: string): Promise<void> {
    this.assertOpen();
    const boxes = this.pops.get(popId);
    boxes?.delete(deviceId);
    if (boxes?.size === 0) this.pops.delete(popId);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.pops.clear();
  }

  private read({ popId, deviceId }: HotKey, nowMs: number): HotRecord | null {
    const entry = this.pops.get(popId)?.get(deviceId);
    return entry === undefined ? null : withoutExpired(entry.record, nowMs, this.limits);
  }

  private write(beat: HotBeat, nowMs: number): BeatOutcome {
    const boxes = this.pops.get(beat.popId) ?? new Map<string, BoxEntry>();
    this.pops.set(beat.popId, boxes);
    const before = this.read(beat, nowMs);
    const after = applyBeat(before, beat, nowMs, this.limits);
    const known = boxes.get(beat.deviceId)?.returnedAtMs ?? NEVER;
    const returnedAtMs = hasReturned(before, after, nowMs, this.limits) ? nowMs : known;
    boxes.set(beat.deviceId, { record: after, returnedAtMs });
    return { before, after };
  }

  private lastSeenIn(popIds: readonly string[], fromMs: number, toMs: number): SeenBox[] {
    this.assertOpen();
    return popIds.flatMap((popId) =>
      this.boxesOf(popId)
        .map(([deviceId, { record }]) => ({ popId, deviceId, lastSeenAtMs: record.lastSeenAtMs }))
        .filter(({ lastSeenAtMs }) => lastSeenAtMs > fromMs && lastSeenAtMs <= toMs)
        .sort((left, right) => compareSeen(left.lastSeenAtMs, left, right.lastSeenAtMs, right)),
    );
  }

  private summaryOf(popId: string, nowMs: number): PopSummary {
    const counts = { ONLINE: 0, STALE: 0, OFFLINE: 0, UNKNOWN: 0, degraded: 0 };
    for (const [, { record }] of this.boxesOf(popId)) {
      counts[reachabilityOf(record.lastSeenAtMs, nowMs, this.limits)] += 1;
      const { sample } = withoutExpired(record, nowMs, this.limits);
      if (sample !== null && sample.health !== 'OK') counts.degraded += 1;
    }
    const { ONLINE: online, STALE: stale, OFFLINE: offline, degraded } = counts;
    return { popId, online, stale, offline, degraded };
  }

  private boxesOf(popId: string): [string, BoxEntry][] {
    return [...(this.pops.get(popId) ?? [])];
  }

  private assertOpen(): void {
    if (this.isClosed) throw new HotStateUnavailable('it was closed');
  }
}

interface BoxEntry {
  readonly record: HotRecord;
  readonly returnedAtMs: number;
}

const NEVER = -Infinity;

function pageOf(boxes: readonly SeenBox[], { limit, after }: SeenPage): SeenBox[] {
  const rest =
    after === undefined
      ? boxes
      : boxes.filter((box) => compareSeen(box.lastSeenAtMs, box, after.lastSeenAtMs, after) > 0);
  return rest.slice(0, limit);
}

/** By time, then by the bytes of the id, as a sorted set of Redis orders its members. */
function compareSeen(
  leftMs: number,
  left: Pick<HotKey, 'deviceId'>,
  rightMs: number,
  right: Pick<HotKey, 'deviceId'>,
): number {
  return leftMs - rightMs || Buffer.compare(Buffer.from(left.deviceId), Buffer.from(right.deviceId));
}
