import { type FigureValue } from './figure';

/** Upper bounds of the buckets, in milliseconds. */
const BOUNDS_MS = [0.1, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/** How long something took, counted in buckets. Noting a value costs some nanoseconds; all else happens at the scrape. */
export class Latency {
  // The last one counts what is longer than every bound.
  private readonly counts = new Float64Array(BOUNDS_MS.length + 1);
  private sumMs = 0;

  /** Notes one value. */
  note(milliseconds: number): void {
    let bucket = 0;
    while (bucket < BOUNDS_MS.length && milliseconds > (BOUNDS_MS[bucket] ?? 0)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sumMs += milliseconds;
  }

  /** The values of a histogram in seconds, as Prometheus counts: each bucket holds those below it, too. */
  values(name: string, labels: Readonly<Record<string, string>>): FigureValue[] {
    const values: FigureValue[] = [];
    let count = 0;
    for (let bucket = 0; bucket < this.counts.length; bucket += 1) {
      count += this.counts[bucket] ?? 0;
      const bound = BOUNDS_MS[bucket];
      const le = bound === undefined ? '+Inf' : bound / 1_000;
      values.push({ metricName: `${name}_bucket`, labels: { ...labels, le }, value: count });
    }
    values.push({ metricName: `${name}_sum`, labels, value: this.sumMs / 1_000 });
    values.push({ metricName: `${name}_count`, labels, value: count });
    return values;
  }
}
