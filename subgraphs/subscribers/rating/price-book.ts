import type { ImagePriceRow, TariffRow } from '../store/rows';
import type { PriceBook } from './rate-usage';

/** The prices for an account of this currency, from rows that were read. */
export function priceBook(
  currency: string | undefined,
  imagePrices: ReadonlyMap<string, ImagePriceRow>,
  tariffs: readonly TariffRow[],
): PriceBook {
  return {
    currency,
    imagePrice(imageId) {
      const row = imagePrices.get(imageId);
      if (row === undefined) return undefined;
      return row.amount === null || row.currency === null
        ? null
        : { amount: row.amount, currency: row.currency };
    },
    tariff: (unit, wanted) => tariffs.find((row) => row.unit === unit && row.currency === wanted)?.amount,
  };
}
