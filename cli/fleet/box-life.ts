import { type Box } from './box';
import { type BoxPlacement, waitingPlacement } from './box-placements';
import { namesTheSame } from './names-the-same';
import { between, hashText, randomOfStep } from './box-random';
import { type CachedImage, withCachedImage } from './image-cache';
import { type Desired, type DesiredPlacement, type RosterBox } from './messages';
import { closetTemperatureC, firstTelemetry } from './telemetry';

/** Whether a box of this lifecycle is switched on somewhere: a suspended one is, one in a warehouse is not. */
export function isOnTheAir(lifecycle: string): boolean {
  return lifecycle === 'ACTIVATED' || lifecycle === 'SUSPENDED';
}

/**
 * A box as the roster tells it, with its first beat at `firstBeatAtMs`. It goes on where its last report left it:
 * what was running runs, and lies on its disk; what was being pulled is pulled anew.
 */
export function newBox(entry: RosterBox, fleetSeed: string, firstBeatAtMs: number): Box {
  const seed = hashText(`${fleetSeed}/${entry.deviceId}`);
  const random = randomOfStep(seed, -1);
  const placements = orNothing(placementsOf(entry, firstBeatAtMs));
  return {
    deviceId: entry.deviceId,
    ...placeAndSize(entry),
    closetC: closetTemperatureC(random),
    seed,
    steps: 0,
    boots: 0,
    softwareVersion: entry.softwareVersion,
    desired: entry.desired,
    appliedVersion: firstAppliedVersion(entry, seed),
    placements,
    stopped: NOTHING,
    cache: orNothing(cacheOf(placements)),
    telemetry: firstTelemetry(random),
    // The first beat tells everything, so that a report that was lost before is made good.
    changes: 1,
    acknowledged: 0,
    nextBeatAtMs: firstBeatAtMs,
    darkUntilMs: 0,
    reportedAtMs: entry.reported === null ? null : Date.parse(entry.reported.at),
  };
}

/**
 * The box after the roster told of it again. News that the box would act on make it beat at once; an echo of its own
 * report does not, or the two would never come to rest.
 */
export function withRosterEntry(box: Box, entry: RosterBox, nowMs: number): Box {
  const place = placeAndSize(entry);
  const isNews = place.canRun !== box.canRun || place.popId !== box.popId || place.profile !== box.profile;
  const isHeard = isNews && place.profile !== 'dark';
  const known = { ...box, ...place, nextBeatAtMs: isHeard ? nowMs : box.nextBeatAtMs };
  return withDesired(known, entry.desired, nowMs);
}

/**
 * The box with this desired state, unless it is older than the one it knows (domain I15). One of the same version
 * counts when it names other placements: then the box has something that it shall not have, or lacks something.
 */
export function withDesired(box: Box, desired: Desired, nowMs: number): Box {
  const known = box.desired;
  if (desired.version < known.version) return box;
  if (desired.version === known.version && namesTheSame(desired, known.placements)) return box;
  const isActedOn = box.profile !== 'dark' && box.profile !== 'drifted';
  return { ...box, desired, nextBeatAtMs: isActedOn ? nowMs : box.nextBeatAtMs };
}

/** The box after a beat that told of its first `changes` changes arrived. */
export function withAcknowledgement(box: Box, changes: number): Box {
  if (changes <= box.acknowledged) return box;
  // Only when nothing happened since is the end of the stopped ones known for certain.
  return { ...box, acknowledged: changes, stopped: changes === box.changes ? NOTHING : box.stopped };
}

/** Where in the spread of the first round a box beats, from 0 to 1. */
export function firstRoundShare(fleetSeed: string, deviceId: string): number {
  return between(randomOfStep(hashText(`${fleetSeed}/${deviceId}/first`), 0), 0, 1);
}

/** One empty list for all boxes: most have nothing in most lists, and there may be 100,000 of them. */
const NOTHING: readonly never[] = [];

function orNothing<T>(items: readonly T[]): readonly T[] {
  return items.length === 0 ? NOTHING : items;
}

function placeAndSize(
  entry: RosterBox,
): Pick<Box, 'popId' | 'profile' | 'canRun' | 'downlinkKbps' | 'rttMs' | 'memoryMb' | 'vcpu' | 'diskGb'> {
  const { popId, profile, downlinkKbps, rttMs, memoryMb, vcpu, diskGb, lifecycle } = entry;
  return {
    popId,
    profile,
    canRun: lifecycle === 'ACTIVATED',
    downlinkKbps,
    rttMs,
    memoryMb,
    vcpu,
    diskGb,
  };
}

/** A drifted box says that it has applied something older than it should, whatever it said before. */
function firstAppliedVersion({ profile, reported, desired }: RosterBox, seed: number): number {
  const reportedVersion = reported?.version ?? 0;
  if (profile !== 'drifted' || reportedVersion < desired.version) return Math.max(0, reportedVersion);
  return Math.max(0, desired.version - 1 - (seed % 3));
}

/** What the box reported last. What else is desired, or no longer is, shows in its first step. */
function placementsOf({ desired, reported }: RosterBox, nowMs: number): readonly BoxPlacement[] {
  const wantedById = new Map(desired.placements.map((wanted) => [wanted.placementId, wanted]));
  return (reported?.placements ?? [])
    .filter(({ placementId, state }) => state !== 'STOPPED' || wantedById.has(placementId))
    .map(({ placementId, state }) =>
      placementIn(state, wantedById.get(placementId) ?? unknown(placementId), nowMs),
    );
}

function placementIn(state: BoxPlacement['state'], wanted: DesiredPlacement, nowMs: number): BoxPlacement {
  if (state === 'PULLING' || state === 'STARTING') return waitingPlacement(wanted);
  const failure = state === 'FAILED' ? 'the image ended with exit code 1 while it was starting' : null;
  return { wanted, state, sinceMs: nowMs, untilMs: Infinity, failure };
}

/** A placement that is reported but no longer desired: all that is left to know of it is its name. */
function unknown(placementId: string): DesiredPlacement {
  return { placementId, imageId: '', sizeBytes: 0, memoryMb: 0, vcpu: 0, failing: false };
}

function cacheOf(placements: readonly BoxPlacement[]): readonly CachedImage[] {
  const onDisk = placements.filter(({ state, wanted }) => state !== 'PULLING' && wanted.imageId !== '');
  return onDisk.reduce<readonly CachedImage[]>(
    (cache, { wanted }) =>
      withCachedImage(
        cache,
        { imageId: wanted.imageId, sizeBytes: wanted.sizeBytes },
        new Set([wanted.imageId]),
        Infinity,
      ),
    [],
  );
}
