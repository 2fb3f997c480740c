import type { Amount, InsufficientCapacityProblem } from '../engine-types';
import type { InventoryFacts, ProviderFacts } from './claim-facts';

/**
 * The first class that cannot give its amount, or null (I1): it must be free and obey min_unit, max_unit and
 * step_size. All classes are asked before any is taken (I3). Never retryable: the same box will say the same (I7).
 */
export function checkCapacity(
  provider: ProviderFacts,
  amounts: readonly Amount[],
): InsufficientCapacityProblem | null {
  for (const amount of amounts) {
    const inventory = provider.inventories.find((each) => each.resourceClass === amount.resourceClass);
    const reason = inventory ? reasonAgainst(inventory, amount.amount) : 'the box has none';
    if (reason === null) continue;
    return {
      __typename: 'InsufficientCapacity',
      retryable: false,
      resourceClass: amount.resourceClass,
      requested: amount.amount,
      free: inventory ? freeOf(inventory) : 0,
      message: `Cannot claim ${amount.resourceClass} ${amount.amount}: ${reason}.`,
    };
  }
  return null;
}

/** What new claims may take; an overcommitted box has nothing. */
export function freeOf(inventory: Pick<InventoryFacts, 'capacity' | 'used'>): number {
  return Math.max(0, inventory.capacity - inventory.used);
}

function reasonAgainst(inventory: InventoryFacts, amount: number): string | null {
  if (amount > freeOf(inventory)) return `${freeOf(inventory)} is free`;
  if (amount < inventory.minUnit) return `the least is ${inventory.minUnit}`;
  if (amount > inventory.maxUnit) return `the most is ${inventory.maxUnit}`;
  if (amount % inventory.stepSize !== 0) return `it must be a multiple of ${inventory.stepSize}`;
  return null;
}
