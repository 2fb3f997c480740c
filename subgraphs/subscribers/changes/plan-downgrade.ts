/** What a subscriber may use, or uses. */
export interface Amounts {
  readonly placements: number;
  readonly vcpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
}

/** The first resource that the change would make too small for what runs. */
export interface BlockedResource {
  readonly resourceClass: string;
  readonly wouldBe: number;
  readonly inUse: number;
}

const RESOURCES = [
  ['maxPlacements', 'placements'],
  ['VCPU', 'vcpu'],
  ['MEMORY_MB', 'memoryMb'],
  ['DISK_GB', 'diskGb'],
] as const;

/**
 * Why a change of plan may not happen, or null. Only what shrinks is looked at: who already uses more than the
 * plan holds may still take a larger one.
 */
export function blockedResource(before: Amounts, after: Amounts, use: Amounts): BlockedResource | null {
  for (const [resourceClass, name] of RESOURCES) {
    const [wouldBe, inUse] = [after[name], use[name]];
    if (wouldBe < inUse && wouldBe < before[name]) return { resourceClass, wouldBe, inUse };
  }
  return null;
}
