/** How well a box does by its own telemetry (domain A4); says nothing about whether it can be reached. */
export type Health = 'OK' | 'DEGRADED' | 'FAULTY';

/** The part of a beat that health is judged by. */
export interface Telemetry {
  readonly cpuPct: number;
  readonly temperatureC: number | null;
  readonly memoryFreeMb: number;
  readonly diskFreeGb: number;
}

/**
 * The health after this telemetry. It worsens as soon as one measure passes a limit, and improves only when
 * every measure is back inside the limit by the measure's margin: a box that hovers at 90 % CPU does not flap.
 */
export function nextHealth(previous: Health, telemetry: Telemetry): Health {
  const entered = worst(MEASURES.map((measure) => measure.level(telemetry, false)));
  if (RANK[entered] >= RANK[previous]) return entered;
  const held = worst(MEASURES.map((measure) => measure.level(telemetry, true)));
  return RANK[held] < RANK[previous] ? held : previous;
}

interface Measure {
  /** The level that this measure alone asks for; `leaving` widens the limits by the margin. */
  level(telemetry: Telemetry, leaving: boolean): Health;
}

const RANK: Readonly<Record<Health, number>> = { OK: 0, DEGRADED: 1, FAULTY: 2 };

// The limits are those of a passively cooled home router: full CPU alone is busy, not broken; a full disk or no
// memory stops pulls and starts; above 95 degrees the silicon throttles or switches off.
const MEASURES: readonly Measure[] = [
  tooHigh((telemetry) => telemetry.cpuPct, { degraded: 90, faulty: Infinity, margin: 10 }),
  tooHigh((telemetry) => telemetry.temperatureC, { degraded: 80, faulty: 95, margin: 5 }),
  tooLow((telemetry) => telemetry.memoryFreeMb, { degraded: 32, faulty: 8, margin: 16 }),
  tooLow((telemetry) => telemetry.diskFreeGb, { degraded: 2, faulty: 1, margin: 1 }),
];

interface Limits {
  readonly degraded: number;
  readonly faulty: number;
  readonly margin: number;
}

function tooHigh(value: (telemetry: Telemetry) => number | null, limits: Limits): Measure {
  return tooLow((telemetry) => negated(value(telemetry)), {
    degraded: -limits.degraded,
    faulty: -limits.faulty,
    margin: limits.margin,
  });
}

function tooLow(value: (telemetry: Telemetry) => number | null, limits: Limits): Measure {
  return {
    level(telemetry, leaving) {
      const measured = value(telemetry);
      if (measured === null) return 'OK';
      const margin = leaving ? limits.margin : 0;
      if (measured < limits.faulty + margin) return 'FAULTY';
      return measured < limits.degraded + margin ? 'DEGRADED' : 'OK';
    },
  };
}

function negated(value: number | null): number | null {
  return value === null ? null : -value;
}

function worst(levels: readonly Health[]): Health {
  return levels.reduce((left, right) => (RANK[left] >= RANK[right] ? left : right), 'OK');
}
