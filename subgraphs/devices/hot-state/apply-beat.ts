import { nextHealth } from './health';
import { type HotBeat, type HotRecord, type HotSample } from './hot-state';
import { type SilenceLimits } from './reachability';
import { packSample, unpackSample } from './sample-codec';

/**
 * What is known of a box after a beat, from what was known before it.
 *
 * A late sample (an aggregator was cut off, or two servers overtook each other) never moves `lastSeenAtMs`
 * back nor replaces a newer sample; a sample from the future (the clock of a box runs ahead) counts as taken
 * now, or the box would look alive for as long as its clock is wrong.
 */
export function applyBeat(
  before: HotRecord | null,
  beat: HotBeat,
  nowMs: number,
  limits: SilenceLimits,
): HotRecord {
  const sampledAtMs = momentWithin(beat.sampledAtMs, nowMs);
  const known = before === null ? null : withoutExpired(before, nowMs, limits);
  const lastSeenAtMs = Math.max(known?.lastSeenAtMs ?? sampledAtMs, sampledAtMs);
  const isExpired = nowMs - sampledAtMs >= limits.offlineAfterMs;
  const isOvertaken = known?.sample != null && known.sample.sampledAtMs > sampledAtMs;
  if (isExpired || isOvertaken) return { lastSeenAtMs, sample: known?.sample ?? null };
  const health = nextHealth(known?.sample?.health ?? 'OK', beat);
  return { lastSeenAtMs, sample: asStored(sampleOf(beat, sampledAtMs, health)) };
}

/** The record as a reader sees it now: a sample as old as three intervals is gone (domain A6). */
export function withoutExpired(record: HotRecord, nowMs: number, limits: SilenceLimits): HotRecord {
  const { sample } = record;
  if (sample === null || nowMs - sample.sampledAtMs < limits.offlineAfterMs) return record;
  return { lastSeenAtMs: record.lastSeenAtMs, sample: null };
}

/** Whether the box comes back with this: OFFLINE or never heard of before, not OFFLINE after. */
export function hasReturned(
  before: HotRecord | null,
  after: HotRecord,
  nowMs: number,
  limits: SilenceLimits,
): boolean {
  const isDark = (record: HotRecord): boolean => nowMs - record.lastSeenAtMs >= limits.offlineAfterMs;
  return (before === null || isDark(before)) && !isDark(after);
}

function momentWithin(sampledAtMs: number, nowMs: number): number {
  return Number.isNaN(sampledAtMs) ? 0 : Math.max(0, Math.min(Math.round(sampledAtMs), nowMs));
}

/** What a reader will get back: telemetry out of range is brought into it before anyone compares or stores it. */
function asStored(sample: HotSample): HotSample {
  return unpackSample(packSample(sample)) ?? sample;
}

function sampleOf(beat: HotBeat, sampledAtMs: number, health: HotSample['health']): HotSample {
  return {
    sampledAtMs,
    cpuPct: beat.cpuPct,
    memoryFreeMb: beat.memoryFreeMb,
    diskFreeGb: beat.diskFreeGb,
    downlinkKbps: beat.downlinkKbps,
    rttMs: beat.rttMs,
    runningCount: beat.runningCount,
    temperatureC: beat.temperatureC,
    bootId: beat.bootId,
    appliedVersion: beat.appliedVersion,
    runningHash: beat.runningHash,
    health,
  };
}
