import type { PlannedPlacement, PlannedRun } from './planned-placement';

/** One metered interval of the past; it does not cross midnight (UTC). All instants are milliseconds. */
export interface MeteredInterval {
  readonly placementId: string;
  readonly from: number;
  readonly to: number;
  readonly recordedAt: number;
}

/** Since when a placement that runs is metered. */
export interface OpenMetering {
  readonly placementId: string;
  readonly openedAt: number;
}

/** The metering of all placements. */
export interface PlannedMetering {
  readonly intervals: readonly MeteredInterval[];
  readonly open: readonly OpenMetering[];
}

const DAY = 24 * 60 * 60 * 1_000;
const DAYS = 45;
/** Placements with usage from before the seed; a large fleet would have hundreds of thousands of records. */
const MAX_METERED = 300;
/** A record is known this long after its interval. */
const RECORDING_DELAY = 90_000;

/**
 * What was used in the last 45 days by some placements, day by day up to the last midnight; these are metered on from
 * there, everything else that runs from now on.
 */
export function planMetering(placements: readonly PlannedPlacement[], now: Date): PlannedMetering {
  const end = now.getTime();
  const midnight = Math.floor(end / DAY) * DAY;
  const metered = sampleOf(placements, midnight - DAYS * DAY);
  return {
    intervals: placements
      .filter(({ id }) => metered.has(id))
      .flatMap((placement) => placement.runs.flatMap((run) => intervalsOf(placement, run, midnight, end))),
    open: placements.flatMap(({ id, runs, lastSeenAt }) => {
      const current = runs.find(({ to }) => to === null);
      if (current === undefined) return [];
      const openedAt = metered.has(id) ? Math.max(midnight, current.from) : end;
      return [{ placementId: id, openedAt: Math.min(openedAt, lastSeenAt) }];
    }),
  };
}

/** Evenly from all that ran in the window. */
function sampleOf(placements: readonly PlannedPlacement[], windowStart: number): Set<string> {
  const ran = placements.filter(({ runs }) => runs.some(({ to }) => to === null || to > windowStart));
  const stride = Math.max(1, ran.length / MAX_METERED);
  const count = Math.min(ran.length, MAX_METERED);
  return new Set(Array.from({ length: count }, (_, index) => ran[Math.floor(index * stride)]?.id ?? ''));
}

function intervalsOf(
  { id, lastSeenAt }: PlannedPlacement,
  run: PlannedRun,
  midnight: number,
  now: number,
): MeteredInterval[] {
  const end = run.to ?? Math.min(midnight, lastSeenAt);
  const intervals: MeteredInterval[] = [];
  for (let from = Math.max(run.from, midnight - DAYS * DAY); from < end;) {
    const to = Math.min(end, (Math.floor(from / DAY) + 1) * DAY);
    intervals.push({ placementId: id, from, to, recordedAt: Math.min(now, to + RECORDING_DELAY) });
    from = to;
  }
  return intervals;
}
