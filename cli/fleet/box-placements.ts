import { fitsInCache, type CachedImage, withCachedImage } from './image-cache';
import { type DesiredPlacement, type PlacementState } from './messages';

/** One placement on a box. What it waits for ends at `untilMs`; Infinity when it waits for no moment. */
export interface BoxPlacement {
  readonly wanted: DesiredPlacement;
  readonly state: PlacementState;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly failure: string | null;
}

/** The placements of a box and the images on its disk. */
export interface BoxWork {
  readonly placements: readonly BoxPlacement[];
  readonly cache: readonly CachedImage[];
}

/** What the work of a box depends on at this moment. */
export interface WorkConditions {
  readonly nowMs: number;
  /** False for a suspended box: it lives, but runs nothing. */
  readonly canRun: boolean;
  /** True for a box whose pulls never end. */
  readonly isStuck: boolean;
  readonly cacheCapacityBytes: number;
  pullMs(sizeBytes: number): number;
  startMs(): number;
}

/** A placement that has to pull its image and whose turn has not come. */
export function waitingPlacement(wanted: DesiredPlacement): BoxPlacement {
  return { wanted, state: 'PULLING', sinceMs: Infinity, untilMs: Infinity, failure: null };
}

/** Exactly the desired placements: those that are there go on, new ones wait, all others are gone (domain I15). */
export function reconciled(
  placements: readonly BoxPlacement[],
  desired: readonly DesiredPlacement[],
): readonly BoxPlacement[] {
  const known = new Map(placements.map((placement) => [placement.wanted.placementId, placement]));
  return desired.map((wanted) => {
    const placement = known.get(wanted.placementId);
    return placement === undefined ? waitingPlacement(wanted) : { ...placement, wanted };
  });
}

/**
 * The work a moment later. One image is pulled at a time over the whole line, in the order desired; then its
 * placement starts, and runs or fails. Returns the same object when nothing changed.
 */
export function advanced(work: BoxWork, conditions: WorkConditions): BoxWork {
  const pulled = withEndedPulls(work, conditions);
  const settled = pulled.placements.map((placement) => settledPlacement(placement, conditions));
  const placements =
    conditions.isStuck || !conditions.canRun ? settled : withNextPull(settled, pulled.cache, conditions);
  const isSame = placements.every((placement, index) => placement === work.placements[index]);
  return isSame ? work : { placements, cache: pulled.cache };
}

/** How much of the image is there, in percent; null unless it is being pulled. */
export function pullProgressPct(placement: BoxPlacement, nowMs: number): number | null {
  if (placement.state !== 'PULLING') return null;
  if (placement.untilMs === Infinity) return 0;
  const share = (nowMs - placement.sinceMs) / Math.max(1, placement.untilMs - placement.sinceMs);
  // A hundred would mean that it is no longer being pulled.
  return Math.max(0, Math.min(99, Math.floor(share * 100)));
}

/** Whether bytes are arriving for this placement. */
export function isBeingPulled(placement: BoxPlacement): boolean {
  return placement.state === 'PULLING' && placement.untilMs !== Infinity;
}

/** Whether the placement takes memory and processor time. */
export function isOccupying({ state }: BoxPlacement): boolean {
  return state === 'RUNNING' || state === 'STARTING';
}

function withEndedPulls(work: BoxWork, conditions: WorkConditions): BoxWork {
  const { canRun, nowMs, cacheCapacityBytes } = conditions;
  const inUse = imagesInUse(work.placements);
  let { cache } = work;
  const placements = work.placements.map((placement) => {
    if (!canRun || placement.state !== 'PULLING' || placement.untilMs > nowMs) return placement;
    const image = imageOf(placement);
    // What was free when the pull began may have been taken by a start from the cache since.
    if (!fitsInCache(cache, image, inUse, cacheCapacityBytes)) return withoutRoom(placement);
    cache = withCachedImage(cache, image, inUse, cacheCapacityBytes);
    return starting(placement, conditions);
  });
  return { placements, cache };
}

function settledPlacement(placement: BoxPlacement, { nowMs, canRun }: WorkConditions): BoxPlacement {
  if (!canRun) {
    const isIdle = placement.state === 'STOPPED' || placement.state === 'FAILED';
    return isIdle ? placement : { ...placement, state: 'STOPPED', untilMs: Infinity };
  }
  if (placement.state === 'STOPPED') return waitingPlacement(placement.wanted);
  if (placement.state !== 'STARTING' || placement.untilMs > nowMs) return placement;
  if (placement.wanted.failing)
    return failed(placement, 'the image ended with exit code 1 while it was starting');
  return { ...placement, state: 'RUNNING', sinceMs: nowMs, untilMs: Infinity };
}

function withNextPull(
  placements: readonly BoxPlacement[],
  cache: readonly CachedImage[],
  conditions: WorkConditions,
): readonly BoxPlacement[] {
  const { nowMs, cacheCapacityBytes } = conditions;
  const inUse = imagesInUse(placements);
  let isLineBusy = placements.some(isBeingPulled);
  return placements.map((placement) => {
    if (placement.state !== 'PULLING' || isBeingPulled(placement)) return placement;
    const image = imageOf(placement);
    if (cache.some(({ imageId }) => imageId === image.imageId)) return starting(placement, conditions);
    if (isLineBusy) return placement;
    if (!fitsInCache(cache, image, inUse, cacheCapacityBytes)) return withoutRoom(placement);
    isLineBusy = true;
    return { ...placement, sinceMs: nowMs, untilMs: nowMs + conditions.pullMs(image.sizeBytes) };
  });
}

function imagesInUse(placements: readonly BoxPlacement[]): ReadonlySet<string> {
  return new Set(placements.filter(isOccupying).map(({ wanted }) => wanted.imageId));
}

function starting(placement: BoxPlacement, conditions: WorkConditions): BoxPlacement {
  const { nowMs } = conditions;
  return { ...placement, state: 'STARTING', sinceMs: nowMs, untilMs: nowMs + conditions.startMs() };
}

function withoutRoom(placement: BoxPlacement): BoxPlacement {
  return failed(
    placement,
    `the image takes ${placement.wanted.sizeBytes} bytes and the disk has no room for it`,
  );
}

function failed(placement: BoxPlacement, failure: string): BoxPlacement {
  return { ...placement, state: 'FAILED', untilMs: Infinity, failure };
}

function imageOf({ wanted }: BoxPlacement): CachedImage {
  return { imageId: wanted.imageId, sizeBytes: wanted.sizeBytes };
}
