import Big from 'big.js';

/** What one euro is worth, by currency. */
export type ExchangeRates = ReadonlyMap<string, string>;

/** The amount in another currency; null when one of the rates is not known. */
export function convert(amount: Big, from: string, to: string, perEuro: ExchangeRates): Big | null {
  if (from === to) return amount;
  const [fromRate, toRate] = [perEuro.get(from), perEuro.get(to)];
  if (fromRate === undefined || toRate === undefined) return null;
  return amount.times(toRate).div(fromRate);
}
