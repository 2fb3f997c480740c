import { type CompiledPlan } from '../steps/compile-plan';

/** Which parts of a running plan are over. */
export class PartProgress {
  private readonly open: Set<number>[];
  private readonly numbers = new Map<string, number[]>();
  private wake: () => void = () => undefined;
  private woken: Promise<void> | undefined;
  private failure: { readonly reason: unknown } | undefined;

  constructor({ parts }: CompiledPlan) {
    this.open = parts.map(({ groups }) => new Set(groups));
    parts.forEach(({ label }, part) => {
      if (label !== undefined) this.numbers.set(label, [...(this.numbers.get(label) ?? []), part]);
    });
  }

  /** The parts of the plan for a deferred fragment; none when the first answer brings all of it. */
  partsOf(label: string): readonly number[] {
    return this.numbers.get(label) ?? [];
  }

  /** True when everything that a part waits for is over. */
  isOver(part: number): boolean {
    return this.open[part]?.size === 0;
  }

  /** Notes that a group of the plan is over. */
  over(group: number): void {
    for (const groups of this.open) groups.delete(group);
    this.tell();
  }

  /** Notes that the plan ended for an unexpected reason: nothing more will be over. */
  fail(reason: unknown): void {
    this.failure = { reason };
    this.tell();
  }

  /** Resolves when one of the parts is over. Rejects with the reason when the plan failed before. */
  async until(isEnough: () => boolean): Promise<void> {
    while (!isEnough()) {
      if (this.failure) throw this.failure.reason;
      this.woken ??= new Promise((resolve) => {
        this.wake = resolve;
      });
      await this.woken;
    }
  }

  private tell(): void {
    this.woken = undefined;
    this.wake();
  }
}
