/** What this project reads of a .cpuprofile file, as V8's inspector protocol defines it (Profiler.Profile). */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** Microseconds of the monotonic clock. */
  readonly startTime: number;
  readonly samples: readonly number[];
  /** Microseconds between a sample and the one before it. */
  readonly timeDeltas: readonly number[];
}

/** A part of the program and the time spent in it itself, not in what it called. */
export interface SelfTime {
  readonly name: string;
  readonly milliseconds: number;
}

/** A span of the monotonic clock, in microseconds. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

type CallFrame = CpuProfile['nodes'][number]['callFrame'];

/** The time in each function within the span, most first. Waiting is left out. */
export function selfTimesByFunction(
  profiles: readonly CpuProfile[],
  span: TimeSpan,
  root: string,
): SelfTime[] {
  return selfTimes(profiles, span, (frame) => {
    const name = frame.functionName || '(anonymous)';
    return frame.url === '' ? name : `${name} ${placeOf(frame.url, root)}:${frame.lineNumber + 1}`;
  });
}

/** The time in each package, in each file of this project, and in the engine itself, most first. */
export function selfTimesByOrigin(profiles: readonly CpuProfile[], span: TimeSpan, root: string): SelfTime[] {
  return selfTimes(profiles, span, (frame) => {
    if (frame.url === '')
      return frame.functionName.startsWith('(') ? frame.functionName : '(built-in functions)';
    const place = placeOf(frame.url, root);
    return /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(place)?.[1] ?? place;
  });
}

function selfTimes(
  profiles: readonly CpuProfile[],
  span: TimeSpan,
  nameOf: (frame: CallFrame) => string,
): SelfTime[] {
  const microseconds = new Map<string, number>();
  for (const { nodes, samples, timeDeltas, startTime } of profiles) {
    const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
    let now = startTime;
    for (const [index, id] of samples.entries()) {
      now += timeDeltas[index] ?? 0;
      const name = names.get(id) ?? '(unknown)';
      if (now < span.from || now > span.to || name === '(idle)') continue;
      // A sample stands for the time until the next one.
      microseconds.set(name, (microseconds.get(name) ?? 0) + (timeDeltas[index + 1] ?? 0));
    }
  }
  return [...microseconds]
    .map(([name, time]) => ({ name, milliseconds: time / 1_000 }))
    .sort((left, right) => right.milliseconds - left.milliseconds);
}

function placeOf(url: string, root: string): string {
  return url.replace(/^file:\/\//, '').replace(`${root}/`, '');
}
