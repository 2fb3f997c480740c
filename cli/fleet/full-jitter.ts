import { type RandomSource } from './box-random';

/** How long to wait before trying again. */
export interface BackoffLimits {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * A wait between 0 and a bound that doubles with every failure. Waits all over the range, not around the bound:
 * after a black-out a fleet that returns in step would knock over what just came back (domain C1).
 */
export function fullJitterMs(failures: number, random: RandomSource, limits: BackoffLimits): number {
  const bound = limits.firstMs * 2 ** Math.min(Math.max(0, failures - 1), 30);
  return random() * Math.min(limits.mostMs, bound);
}
