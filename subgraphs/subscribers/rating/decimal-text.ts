import Big from 'big.js';

/** Places kept of a charge: a metered second of the smallest box costs less than a hundredth of a cent. */
const MAX_PLACES = 8;
const CENTS = 2;

/** An amount as text: rounded half to even, at least two places, no zeros behind that. Never in exponent form. */
export function decimalText(amount: Big): string {
  const rounded = amount.round(MAX_PLACES, Big.roundHalfEven);
  const text = rounded.toFixed();
  const places = text.split('.')[1]?.length ?? 0;
  return places < CENTS ? rounded.toFixed(CENTS) : text;
}
