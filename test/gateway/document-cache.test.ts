import { buildSchema } from 'graphql';
import { createDocumentCache } from '../../gateway/documents/document-cache';
import { prepareDocument } from '../../gateway/documents/prepare-document';
import { RequestRefused } from '../../gateway/errors';
import { PUBLIC_LIMITS } from '../../gateway/limits/limit-values';

const MEBIBYTE = 1024 * 1024;
/** So many are shown of one document. */
const ERRORS = 100;
const schema = buildSchema('type Query { a: Int }');

/** How many of `count` documents a cache still knows that has seen them all. */
function remembered(count: number, textOf: (number: number) => string): number {
  const cache = createDocumentCache();
  const limits = { ...PUBLIC_LIMITS, validationErrors: ERRORS };
  const rules = { schema, introspection: true, cache, limits, tier: 'public' as const };
  for (let number = 0; number < count; number += 1) {
    try {
      prepareDocument(textOf(number), rules);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
    }
  }
  return cache.size;
}

describe('refused documents are remembered within 32 MiB, also', () => {
  test('long ones', () => {
    const padding = 'x'.repeat(60_000);
    const kept = remembered(700, (number) => `{ not${number} } # ${padding}`);
    expect(kept).toBeGreaterThan(100);
    expect(kept * 2 * padding.length).toBeLessThan(32 * MEBIBYTE);
  });

  test('ones with many errors, which take about half a kilobyte each', () => {
    const wrong = Array.from({ length: ERRORS }, (_, index) => `x${index}: 1`).join(' ');
    const kept = remembered(1_000, (number) => `{ a(${wrong} y${number}: 1) }`);
    expect(kept).toBeGreaterThan(100);
    expect(kept * ERRORS * 430).toBeLessThan(32 * MEBIBYTE);
  });
});
