import Big from 'big.js';
import type { UsageRatingRow } from '../store/rows';
import { decimalText } from './decimal-text';
import type { Price } from './rate-usage';

/** What a stored usage record costs with all adjustments; null while it has no charge. */
export function chargeOf(rating: Pick<UsageRatingRow, 'charge' | 'currency' | 'adjustments'>): Price | null {
  if (rating.charge === null || rating.currency === null) return null;
  return {
    amount: decimalText(new Big(rating.charge).plus(rating.adjustments)),
    currency: rating.currency,
  };
}
