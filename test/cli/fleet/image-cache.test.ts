import fc from 'fast-check';
import { type CachedImage, fitsInCache, totalBytes, withCachedImage } from '../../../cli/fleet/image-cache';

const image = fc.record({ imageId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), sizeBytes: fc.nat(100) });

describe('the images on the disk of a box', () => {
  test('what fits never makes the disk overflow, and what is in use stays', () => {
    const inUse = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'));
    fc.assert(
      fc.property(fc.array(image, { maxLength: 20 }), inUse, fc.nat(300), (images, used, capacity) => {
        const keep = new Set<string>(used);
        const first = images.filter(
          ({ imageId }, index) => images.findIndex((other) => other.imageId === imageId) === index,
        );
        let cache: readonly CachedImage[] = [];
        for (const each of first) {
          if (!fitsInCache(cache, each, keep, capacity)) continue;
          const before = cache;
          cache = withCachedImage(cache, each, keep, capacity);
          expect(cache.at(-1)).toBe(each);
          expect(totalBytes(cache)).toBeLessThanOrEqual(capacity);
          expect(cache).toEqual(expect.arrayContaining(before.filter(({ imageId }) => keep.has(imageId))));
        }
      }),
    );
  });

  test('the oldest unused image goes first, and only as many as are needed', () => {
    const cache = ['a', 'b', 'c'].map((imageId) => ({ imageId, sizeBytes: 30 }));
    const next = withCachedImage(cache, { imageId: 'd', sizeBytes: 30 }, new Set(['a']), 100);
    expect(next.map(({ imageId }) => imageId)).toEqual(['a', 'c', 'd']);
  });

  test('an image that is there already is made the youngest and counted once', () => {
    const cache = ['a', 'b'].map((imageId) => ({ imageId, sizeBytes: 40 }));
    const next = withCachedImage(cache, { imageId: 'a', sizeBytes: 40 }, new Set(), 80);
    expect(next.map(({ imageId }) => imageId)).toEqual(['b', 'a']);
  });
});
