import { type FigureValue } from './figure';

/** Counts by one label, or by two. For labels of a bounded number of values. */
export class CountTable {
  private readonly counts = new Map<string, Map<string, number>>();

  constructor(private readonly labelNames: readonly [string, string?]) {}

  /** Adds one. */
  add(first: string, second = ''): void {
    const counts = this.counts.get(first) ?? this.begin(first);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }

  /** All counts with their labels. */
  values(): FigureValue[] {
    const [firstName, secondName] = this.labelNames;
    return [...this.counts].flatMap(([first, counts]) =>
      [...counts].map(([second, value]) => ({
        labels: { [firstName]: first, ...(secondName !== undefined && { [secondName]: second }) },
        value,
      })),
    );
  }

  private begin(first: string): Map<string, number> {
    const counts = new Map<string, number>();
    this.counts.set(first, counts);
    return counts;
  }
}
