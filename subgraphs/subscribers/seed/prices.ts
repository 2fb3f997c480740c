/** What memory and disk cost by the hour, where no image says otherwise. */
export const SEED_TARIFFS: readonly { unit: string; currency: string; amount: string }[] = [
  { unit: 'MB_HOUR', currency: 'EUR', amount: '0.000004' },
  { unit: 'MB_HOUR', currency: 'CHF', amount: '0.0000038' },
  { unit: 'MB_HOUR', currency: 'GBP', amount: '0.0000035' },
  { unit: 'MB_HOUR', currency: 'USD', amount: '0.0000044' },
  { unit: 'GB_HOUR', currency: 'EUR', amount: '0.00012' },
  { unit: 'GB_HOUR', currency: 'CHF', amount: '0.000115' },
  { unit: 'GB_HOUR', currency: 'GBP', amount: '0.000105' },
  { unit: 'GB_HOUR', currency: 'USD', amount: '0.00013' },
];

/** What one euro is worth. */
export const SEED_EXCHANGE_RATES: readonly { currency: string; per_euro: string }[] = [
  { currency: 'EUR', per_euro: '1' },
  { currency: 'CHF', per_euro: '0.95' },
  { currency: 'GBP', per_euro: '0.86' },
  { currency: 'USD', per_euro: '1.09' },
];
