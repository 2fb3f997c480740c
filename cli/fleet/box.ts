import {
  advanced,
  type BoxPlacement,
  isBeingPulled,
  isOccupying,
  pullProgressPct,
  reconciled,
} from './box-placements';
import { between, hashText, type RandomSource } from './box-random';
import { type CachedImage, totalBytes } from './image-cache';
import { type BeatMessage, type Desired, type PlacementReport, type RosterBox } from './messages';
import { namesTheSame } from './names-the-same';
import { runningHashOf } from './running-hash';
import { nextTelemetry, type Telemetry } from './telemetry';

/** A box of the simulated fleet. It is a value: every step makes the next one. */
export interface Box {
  readonly deviceId: string;
  readonly popId: string;
  readonly profile: RosterBox['profile'];
  /** False while it is suspended: it beats, but runs nothing. */
  readonly canRun: boolean;
  readonly downlinkKbps: number;
  readonly rttMs: number;
  readonly memoryMb: number;
  readonly vcpu: number;
  readonly diskGb: number;
  readonly closetC: number;
  readonly seed: number;
  readonly steps: number;
  readonly boots: number;
  readonly softwareVersion: string | null;
  readonly desired: Desired;
  readonly appliedVersion: number;
  readonly placements: readonly BoxPlacement[];
  /** Placements that were taken away and whose end was not acknowledged yet. */
  readonly stopped: readonly string[];
  readonly cache: readonly CachedImage[];
  readonly telemetry: Telemetry;
  /** Counts what there is to report; equal to `acknowledged` when the devices subgraph knows it all. */
  readonly changes: number;
  readonly acknowledged: number;
  readonly nextBeatAtMs: number;
  /** A box that flaps is silent until then; 0 when it is not. */
  readonly darkUntilMs: number;
  /** When the box reported last, before it was simulated; for a dark one its last word. Null when it never did. */
  readonly reportedAtMs: number | null;
}

/** What all boxes have in common. */
export interface BoxSettings {
  readonly intervalMs: number;
  /** How much faster than in life images are pulled and started. */
  readonly speed: number;
}

/** A beat to send, and what to acknowledge when it arrived. */
export interface BoxBeat {
  readonly message: BeatMessage;
  readonly changes: number;
}

/** A box after a step, and what it said, if anything. */
export interface BoxStep {
  readonly box: Box;
  readonly beat: BoxBeat | null;
}

/**
 * What the box does at this moment: it takes the desired state over in one piece, lets its pulls and starts go on,
 * and beats when a beat is due or when there is something to report.
 */
export function stepBox(box: Box, nowMs: number, random: RandomSource, settings: BoxSettings): BoxStep {
  if (box.profile === 'dark') return lastWord(box, nowMs);
  if (nowMs < box.darkUntilMs) return { box, beat: null };
  const awake = box.darkUntilMs > 0 ? returned(box, nowMs, random) : box;
  const worked = atWork(withDesiredApplied(awake), nowMs, random, settings);
  const isDue = nowMs >= worked.nextBeatAtMs || worked.changes !== box.changes;
  if (!isDue) return { box: worked, beat: null };
  const next = { ...worked, steps: box.steps + 1 };
  // A box that has just come back says so before it may vanish again.
  const mayFlap = box.profile === 'flapping' && box.darkUntilMs === 0;
  if (mayFlap && random() < settings.intervalMs / MEAN_TIME_BETWEEN_FLAPS_MS) {
    return { box: { ...next, darkUntilMs: nowMs + between(random, 2, 8) * MINUTE_MS }, beat: null };
  }
  return beaten(next, nowMs, random, settings);
}

/** When the box has to be stepped next, in the absence of news; Infinity for one that has said its last word. */
export function wakesAtMs(box: Box): number {
  if (box.profile === 'dark') return box.nextBeatAtMs;
  if (box.darkUntilMs > 0) return box.darkUntilMs;
  return box.placements.reduce((earliest, { untilMs }) => Math.min(earliest, untilMs), box.nextBeatAtMs);
}

const MINUTE_MS = 60_000;
const MEAN_TIME_BETWEEN_FLAPS_MS = 45 * MINUTE_MS;
const JITTER = 0.2;
const PULL_REPORT_MS = 5_000;
const BYTES_PER_GB = 1e9;

/**
 * A dark box was heard of for the last time when it last reported; that late sample is all there is of it, whenever
 * the simulation starts. One that never reported has no last word.
 */
function lastWord(box: Box, nowMs: number): BoxStep {
  if (nowMs < box.nextBeatAtMs) return { box, beat: null };
  const next = { ...box, steps: box.steps + 1, nextBeatAtMs: Infinity };
  if (box.reportedAtMs === null) return { box: next, beat: null };
  const message = messageOf(box, box.reportedAtMs, false);
  return { box: next, beat: { message, changes: box.changes } };
}

/** Back from the dark: the line was cut, or the power, and then everything starts anew. */
function returned(box: Box, nowMs: number, random: RandomSource): Box {
  const awake = { ...box, darkUntilMs: 0, nextBeatAtMs: nowMs };
  if (random() < 0.5) return awake;
  const placements = box.placements.map((placement) =>
    isOccupying(placement) || isBeingPulled(placement)
      ? { ...placement, state: 'PULLING' as const, sinceMs: Infinity, untilMs: Infinity }
      : placement,
  );
  return { ...awake, boots: box.boots + 1, placements, changes: box.changes + 1 };
}

function withDesiredApplied(box: Box): Box {
  if (box.profile === 'drifted' || isConverged(box)) return box;
  const placements = reconciled(box.placements, box.desired.placements);
  const keptIds = new Set(placements.map(({ wanted }) => wanted.placementId));
  const ended = box.placements.map(({ wanted }) => wanted.placementId).filter((id) => !keptIds.has(id));
  return {
    ...box,
    appliedVersion: box.desired.version,
    softwareVersion: box.desired.softwareVersion ?? box.softwareVersion,
    placements,
    // A placement that came back is not one that ended.
    stopped: [...box.stopped.filter((id) => !keptIds.has(id)), ...ended],
    changes: box.changes + 1,
  };
}

function isConverged({ desired, appliedVersion, placements }: Box): boolean {
  if (desired.version !== appliedVersion) return desired.version < appliedVersion;
  const present = placements.map(({ wanted }) => wanted);
  return namesTheSame(desired, present);
}

function atWork(box: Box, nowMs: number, random: RandomSource, { speed }: BoxSettings): Box {
  const work = advanced(box, {
    nowMs,
    canRun: box.canRun,
    isStuck: box.profile === 'stuck',
    cacheCapacityBytes: Math.max(0, Math.min(0.5 * box.diskGb, 0.9 * box.diskGb - 2)) * BYTES_PER_GB,
    // Bits over kilobits per second are milliseconds.
    pullMs: (sizeBytes) => (sizeBytes * 8) / box.downlinkKbps / speed,
    startMs: () => (between(random, 1, 3) * 1000) / speed,
  });
  if (work === box) return box;
  return { ...box, placements: work.placements, cache: work.cache, changes: box.changes + 1 };
}

function beaten(box: Box, nowMs: number, random: RandomSource, { intervalMs }: BoxSettings): BoxStep {
  const load = box.placements.filter(isOccupying).reduce((sum, { wanted }) => sum + wanted.vcpu, 0);
  const telemetry = nextTelemetry(box.telemetry, (35 * load) / box.vcpu, box.closetC, random);
  const isPulling = box.placements.some(isBeingPulled);
  const waitMs = between(random, 1 - JITTER, 1 + JITTER) * intervalMs;
  const nextBeatAtMs = nowMs + (isPulling ? Math.min(waitMs, PULL_REPORT_MS) : waitMs);
  const next = { ...box, telemetry, nextBeatAtMs };
  const message = messageOf(next, nowMs, isPulling || box.changes !== box.acknowledged);
  return { box: next, beat: { message, changes: box.changes } };
}

function messageOf(box: Box, sampledAtMs: number, withPlacements: boolean): BeatMessage {
  const occupying = box.placements.filter(isOccupying);
  const usedMb = occupying.reduce((sum, { wanted }) => sum + wanted.memoryMb, 0);
  const running = occupying.filter(({ state }) => state === 'RUNNING');
  const hostMb = Math.min(128, box.memoryMb * 0.12) + box.telemetry.cpuPct / 4;
  return {
    deviceId: box.deviceId,
    popId: box.popId,
    bootId: hashText(`${box.seed}/${box.boots}`).toString(16).padStart(8, '0'),
    sampledAt: new Date(sampledAtMs).toISOString(),
    cpuPct: box.telemetry.cpuPct,
    memoryFreeMb: Math.max(0, Math.round(box.memoryMb - hostMb - usedMb)),
    diskFreeGb: Math.max(0, Math.floor(0.9 * box.diskGb - totalBytes(box.cache) / BYTES_PER_GB)),
    downlinkKbps: Math.round((box.downlinkKbps * box.telemetry.linePct) / 100),
    rttMs: Math.round(box.rttMs * (2 - box.telemetry.linePct / 100)),
    temperatureC: box.telemetry.temperatureC,
    softwareVersion: box.softwareVersion,
    appliedVersion: box.appliedVersion,
    runningHash: runningHashOf(running.map(({ wanted }) => wanted.placementId)),
    ...(withPlacements ? { placements: reportsOf(box, sampledAtMs) } : {}),
  };
}

function reportsOf(box: Box, nowMs: number): PlacementReport[] {
  const present = box.placements.map((placement) => ({
    placementId: placement.wanted.placementId,
    state: placement.state,
    pullProgressPct: box.profile === 'stuck' ? stuckAtPct(box, placement) : pullProgressPct(placement, nowMs),
    failure: placement.failure,
  }));
  const gone = box.stopped.map((placementId) => ({
    placementId,
    state: 'STOPPED' as const,
    pullProgressPct: null,
    failure: null,
  }));
  return [...present, ...gone];
}

function stuckAtPct(box: Box, { state }: BoxPlacement): number | null {
  return state === 'PULLING' ? 5 + (box.seed % 90) : null;
}
