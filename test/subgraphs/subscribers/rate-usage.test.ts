import Big from 'big.js';
import fc from 'fast-check';
import { blockedResource } from '../../../subgraphs/subscribers/changes/plan-downgrade';
import { decimalText } from '../../../subgraphs/subscribers/rating/decimal-text';
import { convert } from '../../../subgraphs/subscribers/rating/convert';
import { type PriceBook, rateUsage } from '../../../subgraphs/subscribers/rating/rate-usage';

const PRICES: PriceBook = {
  currency: 'EUR',
  imagePrice: () => ({ amount: '0.07', currency: 'EUR' }),
  tariff: () => '0.0000031',
};

test('charges are exact where floats are not', () => {
  const rating = rateUsage({ quantity: '3', unit: 'VCPU_HOUR', imageId: 'i' }, PRICES);
  expect(rating.charge).toBe('0.21');
  expect(0.07 * 3).not.toBe(0.21);
});

test('amounts are plain text with at least two places and no more than eight', () => {
  const texts = ['0', '-0', '1.5', '0.000000005', '0.000000015', '123456789012', '1e-9', '-2.10'];
  expect(texts.map((text) => decimalText(new Big(text)))).toEqual([
    '0.00',
    '0.00',
    '1.50',
    '0.00',
    '0.00000002',
    '123456789012.00',
    '0.00',
    '-2.10',
  ]);
});

test('every plausible quantity has a charge that is never negative and grows with the quantity', () => {
  const quantity = fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 999 }));
  const charge = ([whole, part]: readonly [number, number]): Big => {
    const text = `${whole}.${String(part).padStart(3, '0')}`;
    return new Big(rateUsage({ quantity: text, unit: 'GB_HOUR', imageId: 'i' }, PRICES).charge ?? 'none');
  };
  fc.assert(
    fc.property(quantity, quantity, (a, b) => {
      expect(charge(a).gte(0)).toBe(true);
      const [small, large] = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]) ? [a, b] : [b, a];
      expect(charge(small).lte(charge(large))).toBe(true);
    }),
  );
});

test('a change is blocked only by what it shrinks below use', () => {
  const amounts = fc.record({
    placements: fc.nat(20),
    vcpu: fc.nat(20),
    memoryMb: fc.nat(20),
    diskGb: fc.nat(20),
  });
  fc.assert(
    fc.property(amounts, amounts, amounts, (before, after, use) => {
      const names = ['placements', 'vcpu', 'memoryMb', 'diskGb'] as const;
      const blocks = names.some((name) => after[name] < use[name] && after[name] < before[name]);
      expect(blockedResource(before, after, use) !== null).toBe(blocks);
    }),
  );
});

test('amounts are converted through the euro, and not at all without a rate', () => {
  const rates = new Map([
    ['EUR', '1'],
    ['CHF', '0.95'],
    ['GBP', '0.86'],
  ]);
  expect(convert(new Big('9.5'), 'CHF', 'GBP', rates)?.toFixed(2)).toBe('8.60');
  expect(convert(new Big('1'), 'EUR', 'XXX', rates)).toBeNull();
  expect(convert(new Big('1'), 'XXX', 'XXX', rates)?.toFixed()).toBe('1');
});
