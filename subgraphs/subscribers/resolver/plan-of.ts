import Big from 'big.js';
import { decimalText } from '../rating/decimal-text';
import type { PlanRow } from '../store/rows';
import type { Plan } from '../types/plan';

/** A stored plan as the graph shows it. */
export function planOf(row: PlanRow): Plan {
  const { maxPlacements, vcpu, memoryMb, diskGb, egressGbPerMonth } = row;
  return {
    id: row.id,
    name: row.name,
    monthlyFee: { amount: decimalText(new Big(row.monthlyFee)), currency: row.currency },
    included: { maxPlacements, vcpu, memoryMb, diskGb, egressGbPerMonth },
    allowedImageTags: row.allowedImageTags,
  };
}
