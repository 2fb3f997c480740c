import { createRandom, uuidOf } from '../../../subgraphs/kit/random';

describe('a seeded random source', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    const draw = (seed: string): number[] => Array.from({ length: 5 }, createRandom(seed).next);
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('spreads evenly enough to seed a fleet', () => {
    const random = createRandom('spread');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i += 1) counts[random.integer(0, 9)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(9_500);
    expect(Math.max(...counts)).toBeLessThan(10_500);
  });

  it('forks into sources that do not depend on the order of use', () => {
    const parent = createRandom('p');
    const early = parent.fork('child').next();
    parent.next();
    expect(parent.fork('child').next()).toBe(early);
  });
});

describe('a derived UUID', () => {
  it('is a UUID and depends on the text only', () => {
    expect(uuidOf('x')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidOf('x')).toBe(uuidOf('x'));
    expect(uuidOf('x')).not.toBe(uuidOf('y'));
  });
});
