import { between, type RandomSource } from './box-random';

/** The measured part of a box that wanders: small integers, so that a fleet stays small in memory. */
export interface Telemetry {
  readonly cpuPct: number;
  /** Null for a box without a sensor. */
  readonly temperatureC: number | null;
  /** Share of the line's nominal rate that was measured, in percent. */
  readonly linePct: number;
}

/** The first telemetry of a box; a few stand in a closet that is too warm. */
export function firstTelemetry(random: RandomSource): Telemetry {
  const hasSensor = random() < 0.9;
  return {
    cpuPct: Math.round(between(random, 3, 15)),
    temperatureC: hasSensor ? Math.round(between(random, 38, 52)) : null,
    linePct: Math.round(between(random, 88, 100)),
  };
}

/**
 * The telemetry of the next beat: a random walk that is drawn towards what the load asks for. `closetC` is what
 * the place of the box adds to its temperature.
 */
export function nextTelemetry(
  before: Telemetry,
  loadPct: number,
  closetC: number,
  random: RandomSource,
): Telemetry {
  const cpuPct = walked(before.cpuPct, 4 + loadPct, 6, 0, 100, random);
  const restingC = 40 + closetC + cpuPct / 5;
  return {
    cpuPct,
    temperatureC:
      before.temperatureC === null ? null : walked(before.temperatureC, restingC, 2, -20, 110, random),
    linePct: walked(before.linePct, 94, 3, 40, 100, random),
  };
}

/** What the place of a box adds to its temperature: most stand well, some are covered, very few are baked. */
export function closetTemperatureC(random: RandomSource): number {
  const draw = random();
  if (draw < 0.002) return 62;
  return draw < 0.015 ? 46 : Math.round(between(random, 0, 10));
}

function walked(
  value: number,
  towards: number,
  reach: number,
  least: number,
  most: number,
  random: RandomSource,
): number {
  const pulled = value + (towards - value) * 0.3 + between(random, -reach, reach);
  return Math.round(Math.min(most, Math.max(least, pulled)));
}
