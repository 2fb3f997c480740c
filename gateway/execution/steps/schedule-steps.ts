import { type FetchStep } from './fetch-step';

/** Steps that go to one subgraph in one request, and the groups that must be over before. */
export interface RequestGroup {
  readonly index: number;
  readonly steps: readonly FetchStep[];
  readonly after: readonly number[];
}

/**
 * Puts steps into as few requests as possible: steps of one subgraph share a request when none has to wait for another.
 * A step may start later than it could, as long as the longest chain of requests does not become longer by it.
 * Only steps of one part for which `mayShare` says so are put together.
 */
export function scheduleSteps(
  steps: readonly FetchStep[],
  mayShare: (step: FetchStep) => boolean,
): readonly RequestGroup[] {
  const sharing = new Set(steps.filter(mayShare));
  const levels = assignLevels(steps, [...sharing]);
  const byKey = new Map<string, { level: number; steps: FetchStep[] }>();
  for (const step of steps) {
    const level = levels[step.index] ?? 0;
    const key = sharing.has(step) ? `${step.part} ${level} ${step.fetch.serviceName}` : `alone ${step.index}`;
    const group = byKey.get(key);
    if (group) group.steps.push(step);
    else byKey.set(key, { level, steps: [step] });
  }
  const groups = [...byKey.values()].sort((left, right) => left.level - right.level);
  const groupOf = new Map(
    groups.flatMap((group, index) => group.steps.map((step) => [step.index, index] as const)),
  );
  return groups.map(({ steps: members }, index) => ({
    index,
    steps: members,
    after: [
      ...new Set(members.flatMap((step) => step.after.map((other) => groupOf.get(other) ?? index))),
    ].filter((other) => other !== index),
  }));
}

interface Window {
  earliest: number;
  latest: number;
}

/** Fixes looked at in one schedule, times what each one costs: nobody else is served while a plan is compiled. */
const MOST_WORK = 200_000;

/** The level of each step: one above everything it waits for, and for steps that may share the same as many others as possible. */
function assignLevels(steps: readonly FetchStep[], sharing: readonly FetchStep[]): number[] {
  const fixed = new Map<number, number>();
  let workLeft = MOST_WORK;
  const workOfOne = steps.reduce((sum, { after }) => sum + 1 + after.length, 0);
  // What may not share goes as early as it can; its level decides nothing but the order. So does the rest of a huge plan.
  for (;;) {
    const windows = windowsOf(steps, fixed);
    const [next] = sharing
      // Where there is nothing to choose, nothing has to be fixed.
      .filter(({ index }) => !fixed.has(index) && hasChoice(windows[index]))
      .sort((left, right) => latestOf(windows, left) - latestOf(windows, right));
    if (!next || workLeft < 0) return windows.map(({ earliest }) => earliest);
    workLeft -= workOfOne;
    // Fixing one may narrow the windows of the others, so they are looked at anew one by one.
    fixed.set(next.index, bestLevel(sharing, windows, next, latestOf(windows, next)));
  }
}

function hasChoice(window: Window | undefined): boolean {
  return window !== undefined && window.earliest < window.latest;
}

/** The level in the step's window at which most steps of its subgraph could be; the earliest of several. */
function bestLevel(
  sharing: readonly FetchStep[],
  windows: readonly Window[],
  step: FetchStep,
  latest: number,
): number {
  const others = sharing.filter(
    ({ fetch, part }) => fetch.serviceName === step.fetch.serviceName && part === step.part,
  );
  let best = windows[step.index]?.earliest ?? 0;
  let most = -1;
  for (let level = best; level <= latest; level += 1) {
    const company = others.filter((other) => {
      const window = windows[other.index];
      return window !== undefined && window.earliest <= level && level <= window.latest;
    }).length;
    if (company > most) [best, most] = [level, company];
  }
  return best;
}

function windowsOf(steps: readonly FetchStep[], fixed: ReadonlyMap<number, number>): Window[] {
  const windows: Window[] = steps.map(() => ({ earliest: 0, latest: Number.MAX_SAFE_INTEGER }));
  // Steps are listed after everything they wait for.
  for (const step of steps) {
    const window = windows[step.index];
    if (!window) continue;
    const earliest = Math.max(-1, ...step.after.map((other) => windows[other]?.earliest ?? 0)) + 1;
    window.earliest = fixed.get(step.index) ?? earliest;
  }
  const depths = depthsOf(steps, windows);
  for (const step of [...steps].reverse()) {
    const window = windows[step.index];
    if (!window) continue;
    window.latest = fixed.get(step.index) ?? Math.min(window.latest, depths.get(step.part) ?? 0);
    for (const other of step.after) {
      const before = windows[other];
      if (before) before.latest = Math.min(before.latest, window.latest - 1);
    }
  }
  return windows;
}

/** How far each part reaches: an answer does not wait for the sake of what is deferred. */
function depthsOf(steps: readonly FetchStep[], windows: readonly Window[]): ReadonlyMap<number, number> {
  const depths = new Map<number, number>();
  for (const { index, part } of steps) {
    depths.set(part, Math.max(depths.get(part) ?? 0, windows[index]?.earliest ?? 0));
  }
  return depths;
}

function latestOf(windows: readonly Window[], step: FetchStep): number {
  return windows[step.index]?.latest ?? 0;
}
