import fc from 'fast-check';
import { type HotSample } from '../../../../subgraphs/devices/hot-state/hot-state';
import {
  MAX_TEXT_BYTES,
  packSample,
  unpackSample,
} from '../../../../subgraphs/devices/hot-state/sample-codec';

const GRAPHQL_INT = 2 ** 31 - 1;
const shortText = fc
  .string({ unit: 'binary', maxLength: 16 })
  .filter((text) => Buffer.byteLength(text) <= MAX_TEXT_BYTES && Buffer.from(text).toString() === text);
const hexText = fc.uint8Array({ maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const text = fc.oneof(shortText, hexText, fc.uuid());

const sample: fc.Arbitrary<HotSample> = fc.record({
  sampledAtMs: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  cpuPct: fc.integer({ min: 0, max: 100 }),
  memoryFreeMb: fc.integer({ min: 0, max: 2 ** 24 - 1 }),
  diskFreeGb: fc.integer({ min: 0, max: 65_535 }),
  downlinkKbps: fc.integer({ min: 0, max: GRAPHQL_INT }),
  rttMs: fc.integer({ min: 0, max: 65_535 }),
  runningCount: fc.integer({ min: 0, max: 65_535 }),
  temperatureC: fc.option(fc.integer({ min: -127, max: 127 })),
  bootId: text,
  appliedVersion: fc.integer({ min: 0, max: GRAPHQL_INT }),
  runningHash: text,
  health: fc.constantFrom('OK', 'DEGRADED', 'FAULTY'),
});

const typical: HotSample = {
  sampledAtMs: 1_800_000_000_123,
  cpuPct: 7,
  memoryFreeMb: 812,
  diskFreeGb: 31,
  downlinkKbps: 250_000,
  rttMs: 8,
  runningCount: 3,
  temperatureC: 48,
  bootId: 'a1b2c3d4',
  appliedVersion: 12,
  runningHash: '0badcafe',
  health: 'OK',
};

describe('the packed sample', () => {
  test('every sample within the ranges comes back as it was', () => {
    fc.assert(fc.property(sample, (each) => expect(unpackSample(packSample(each))).toEqual(each)));
  });

  test('a typical sample takes 35 bytes', () => {
    expect(packSample(typical)).toHaveLength(35);
  });

  test('whatever numbers arrive, the sample packs, and packing it again changes nothing', () => {
    const anyNumber = fc.double();
    const hostile = fc.record({
      ...Object.fromEntries(Object.keys(typical).map((name) => [name, anyNumber])),
      temperatureC: fc.option(anyNumber),
      bootId: fc.string({ unit: 'binary', maxLength: 200 }),
      runningHash: fc.string({ unit: 'binary', maxLength: 200 }),
      health: fc.constant('OK' as const),
    });
    fc.assert(
      fc.property(hostile, (each) => {
        // The record has all the fields of a sample; only their values are odd.
        const packed = packSample(each as unknown as HotSample);
        const read = unpackSample(packed);
        expect(read).not.toBeNull();
        expect(read && packSample(read)).toEqual(packed);
        expect(packed.length).toBeLessThanOrEqual(27 + 2 * MAX_TEXT_BYTES);
      }),
    );
  });

  test('whatever bytes are read, the answer is a sample or null', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const read = unpackSample(Buffer.from(bytes));
        if (read !== null) expect(['OK', 'DEGRADED', 'FAULTY']).toContain(read.health);
      }),
    );
  });

  test('a sample cut short and one of another layout read as null', () => {
    const packed = packSample(typical);
    expect(unpackSample(packed.subarray(0, 26))).toBeNull();
    expect(unpackSample(packed.subarray(0, 28))).toBeNull();
    packed[0] = 0x2f;
    expect(unpackSample(packed)).toBeNull();
    expect(unpackSample(Buffer.alloc(0))).toBeNull();
  });

  test('no temperature differs from zero degrees', () => {
    const read = [null, 0].map((temperatureC) => unpackSample(packSample({ ...typical, temperatureC })));
    expect(read.map((each) => each?.temperatureC)).toEqual([null, 0]);
  });

  test('a text that is too long is cut between two characters', () => {
    const read = unpackSample(packSample({ ...typical, bootId: `x${'ü'.repeat(40)}` }));
    expect(read?.bootId).toBe(`x${'ü'.repeat(31)}`);
  });
});
