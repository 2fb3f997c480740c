import { type FigureValue } from './figure';
import { Latency } from './latency';

/** Reading the clock costs more than all counting, so one run in this many is timed; the first is among them. */
const TIMED_ONE_IN = 16;

/** Times the stages of a sample of runs. */
export class StageClock {
  private runs = 0;
  private readonly latencies = new Map<string, Latency>();

  /** Begins a run: its time, or 0 when it is not timed. */
  begin(): number {
    const isTimed = this.runs % TIMED_ONE_IN === 0;
    this.runs += 1;
    return isTimed ? performance.now() : 0;
  }

  /** Notes that `stage` ran from `since` until now, and returns now. Does nothing for 0. */
  end(stage: string, since: number): number {
    if (since === 0) return 0;
    const now = performance.now();
    let latency = this.latencies.get(stage);
    if (!latency) this.latencies.set(stage, (latency = new Latency()));
    latency.note(now - since);
    return now;
  }

  /** The histograms of all stages. */
  values(name: string): FigureValue[] {
    return [...this.latencies].flatMap(([stage, latency]) => latency.values(name, { stage }));
  }
}
