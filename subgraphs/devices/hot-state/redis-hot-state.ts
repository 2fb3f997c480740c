import { type ChainableCommander } from 'ioredis';
import { withoutExpired } from './apply-beat';
import { type RedisClient } from './connect-redis';
import { groupByPop } from './group-by-pop';
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
import { type SilenceLimits } from './reachability';
import { popKeys } from './redis-keys';
import { RETURNS_KEPT_MS } from './returns-kept';
import { unpackSample } from './sample-codec';
import { readSortedSet, readSortedSetPage, type ScoredId } from './sorted-set';
import { foldBeats, writeBeats } from './write-beats';
import { withinDeadline } from './within-deadline';

/** How the hot state in Redis behaves. */
export interface RedisHotStateOptions {
  readonly limits: SilenceLimits;
  /** How long a call may wait for Redis. */
  readonly timeoutMs: number;
}

/**
 * Hot state in Redis (6.2 or newer) or Valkey, single, behind Sentinel or as a Cluster. Work is grouped by PoP:
 * one pipeline per PoP, whose keys share one slot, so that nothing crosses slots and nothing scans keys.
 */
export class RedisHotState implements HotState {
  constructor(
    private readonly client: RedisClient,
    private readonly options: RedisHotStateOptions,
  ) {}

  async readMany(keys: readonly HotKey[], nowMs: number): Promise<readonly (HotRecord | null)[]> {
    const answers = new Array<HotRecord | null>(keys.length).fill(null);
    const readings = groupByPop(keys).map(async ({ popId, members }) => {
      const records = await this.readPop(
        popId,
        members.map(({ item }) => item.deviceId),
        nowMs,
      );
      members.forEach(({ index }, position) => (answers[index] = records[position] ?? null));
    });
    await this.bounded(Promise.all(readings));
    return answers;
  }

  async writeBatch(beats: readonly HotBeat[], nowMs: number): Promise<readonly BeatOutcome[]> {
    const writings = groupByPop(beats).map(async ({ popId, members }) => {
      const deviceIds = [...new Set(members.map(({ item }) => item.deviceId))];
      const known = await this.readPop(popId, deviceIds, nowMs);
      const before = new Map(deviceIds.map((deviceId, position) => [deviceId, known[position] ?? null]));
      const folded = foldBeats(
        before,
        members.map(({ item }) => item),
        nowMs,
        this.options.limits,
      );
      await writeBeats(this.client, popId, folded.boxes, nowMs, this.options.limits);
      return members.map(({ index }, position) => ({ index, outcome: folded.outcomes[position] }));
    });
    const written = (await this.bounded(Promise.all(writings))).flat();
    const inOrder = written.sort((left, right) => left.index - right.index);
    return inOrder.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));
  }

  async newlyStaleSince(popIds: readonly string[], sinceMs: number, untilMs: number): Promise<SeenBox[]> {
    const { staleAfterMs } = this.options.limits;
    return this.seenIn(popIds, sinceMs - staleAfterMs, untilMs - staleAfterMs);
  }

  async newlyDarkSince(popIds: readonly string[], sinceMs: number, untilMs: number): Promise<SeenBox[]> {
    const { offlineAfterMs } = this.options.limits;
    return this.seenIn(popIds, sinceMs - offlineAfterMs, untilMs - offlineAfterMs);
  }

  async newlySeenSince(popIds: readonly string[], sinceMs: number, untilMs: number): Promise<ReturnedBox[]> {
    const fromMs = Math.max(sinceMs, untilMs - RETURNS_KEPT_MS);
    const found = await this.eachPop(popIds, (popId) =>
      readSortedSet(this.client, popKeys(popId).returned, fromMs, untilMs),
    );
    return found.map(({ popId, id, score }) => ({ popId, deviceId: id, returnedAtMs: score }));
  }

  async summary(popIds: readonly string[], nowMs: number): Promise<readonly PopSummary[]> {
    return this.bounded(Promise.all(popIds.map((popId) => this.summaryOf(popId, nowMs))));
  }

  async idsByLastSeen(popId: string, fromMs: number, toMs: number, page: SeenPage): Promise<SeenBox[]> {
    return this.pageOf(popId, popKeys(popId).seen, fromMs, toMs, page);
  }

  async idsByHealth(
    popId: string,
    health: Exclude<Health, 'OK'>,
    nowMs: number,
    page: SeenPage,
  ): Promise<readonly SeenBox[]> {
    const { degraded, faulty } = popKeys(popId);
    const key = health === 'FAULTY' ? faulty : degraded;
    return this.pageOf(popId, key, nowMs - this.options.limits.offlineAfterMs, Infinity, page);
  }

  async forget(popId: string, deviceId: string): Promise<void> {
    const keys = popKeys(popId);
    const pipeline = this.client.pipeline().del(keys.sample(deviceId));
    for (const key of [keys.seen, keys.returned, keys.degraded, keys.faulty]) pipeline.zrem(key, deviceId);
    await this.bounded(results(pipeline));
  }

  async close(): Promise<void> {
    this.client.disconnect();
  }

  private async readPop(
    popId: string,
    deviceIds: readonly string[],
    nowMs: number,
  ): Promise<(HotRecord | null)[]> {
    const keys = popKeys(popId);
    const pipeline = this.client
      .pipeline()
      .mgetBuffer(deviceIds.map((deviceId) => keys.sample(deviceId)))
      .zmscore(keys.seen, ...deviceIds);
    // The shapes that MGET and ZMSCORE answer over RESP2.
    const [packed, scores] = (await results(pipeline)) as [(Buffer | null)[], (string | null)[]];
    return deviceIds.map((_, position) => {
      const record = recordOf(packed[position] ?? null, scores[position] ?? null);
      return record === null ? null : withoutExpired(record, nowMs, this.options.limits);
    });
  }

  private async summaryOf(popId: string, nowMs: number): Promise<PopSummary> {
    const { seen, degraded, faulty } = popKeys(popId);
    const staleFrom = String(nowMs - this.options.limits.staleAfterMs);
    const offlineFrom = String(nowMs - this.options.limits.offlineAfterMs);
    const pipeline = this.client
      .pipeline()
      .zcount(seen, `(${staleFrom}`, '+inf')
      .zcount(seen, `(${offlineFrom}`, staleFrom)
      .zcount(seen, '-inf', offlineFrom)
      .zcount(degraded, `(${offlineFrom}`, '+inf')
      .zcount(faulty, `(${offlineFrom}`, '+inf');
    const [online = 0, stale = 0, offline = 0, degradedCount = 0, faultyCount = 0] = (
      await results(pipeline)
    ).map(Number);
    return { popId, online, stale, offline, degraded: degradedCount + faultyCount };
  }

  private async seenIn(popIds: readonly string[], fromMs: number, toMs: number): Promise<SeenBox[]> {
    const found = await this.eachPop(popIds, (popId) =>
      readSortedSet(this.client, popKeys(popId).seen, fromMs, toMs),
    );
    return found.map(({ popId, id, score }) => ({ popId, deviceId: id, lastSeenAtMs: score }));
  }

  private async pageOf(
    popId: string,
    key: string,
    fromMs: number,
    toMs: number,
    { limit, after }: SeenPage,
  ): Promise<SeenBox[]> {
    const start = after === undefined ? undefined : { id: after.deviceId, score: after.lastSeenAtMs };
    const found = await this.bounded(readSortedSetPage(this.client, key, fromMs, toMs, limit, start));
    return found.map(({ id, score }) => ({ popId, deviceId: id, lastSeenAtMs: score }));
  }

  private async eachPop(
    popIds: readonly string[],
    read: (popId: string) => Promise<ScoredId[]>,
  ): Promise<(ScoredId & { popId: string })[]> {
    const found = await this.bounded(
      Promise.all(popIds.map(async (popId) => (await read(popId)).map((entry) => ({ popId, ...entry })))),
    );
    return found.flat();
  }

  private async bounded<T>(work: Promise<T>): Promise<T> {
    return withinDeadline(work, this.options.timeoutMs);
  }
}

/** The answers of a pipeline; throws the first error in it. */
async function results(pipeline: ChainableCommander): Promise<unknown[]> {
  const answers = (await pipeline.exec()) ?? [];
  return answers.map(([error, answer]) => {
    if (error !== null) throw error;
    return answer;
  });
}

function recordOf(packed: Buffer | null, score: string | null): HotRecord | null {
  const sample = packed === null ? null : unpackSample(packed);
  if (sample === null && score === null) return null;
  // After a failover the two may disagree by the last moments; the later one was observed.
  return { lastSeenAtMs: Math.max(Number(score ?? 0), sample?.sampledAtMs ?? 0), sample };
}
