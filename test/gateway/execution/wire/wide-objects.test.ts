import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AnswerPrograms } from '../../../../gateway/execution/wire/answer-program';
import { ByteView } from '../../../../gateway/execution/wire/byte-view';
import { type ValueLayout } from '../../../../gateway/execution/wire/layout';
import { Place } from '../../../../gateway/execution/wire/place';
import { scanAnswer } from '../../../../gateway/execution/wire/scan-answer';
import { Tape } from '../../../../gateway/execution/wire/tape';
import { TypeMarks } from '../../../../gateway/execution/wire/type-marks';
import { type ObjectShape } from '../../../../gateway/execution/response/response-shape';
import { layoutWith } from './layouts';

const keysOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `k${1000 + index}`);

function placeOf(keys: readonly string[]): Place {
  const leaf: ValueLayout = { kind: 'leaf', leaf: 'String' };
  return new Place(layoutWith(Object.fromEntries(keys.map((key) => [key, leaf]))), 0);
}

function shapeOf(keys: readonly string[]): ObjectShape {
  const value = {
    kind: 'leaf',
    leaf: 'String',
    typeName: 'String',
    isNonNull: false,
    enumValues: new Set<string>(),
  } as const;
  const fields = keys.map((key) => ({ kind: 'data', key, coordinate: key, value }) as const);
  return { typeName: 'Wide', fields, keys: new Set(keys) };
}

test('the program of a wide object takes memory in proportion to its fields', () => {
  const keys = keysOf(3_000);
  const program = new AnswerPrograms(new TypeMarks()).of(placeOf(keys), shapeOf(keys));
  const leaves = (program?.fields ?? []).reduce((total, { run }) => total + run.length, 0);
  expect(leaves).toBeGreaterThan(3_000);
  expect(leaves).toBeLessThan(3_000 * 100);
});

test('shapes that are too large are not held', async () => {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void; // what the flag exposes
  const programs = new AnswerPrograms(new TypeMarks());
  const keys = keysOf(4_001);
  const place = placeOf(keys);
  const ask = (): WeakRef<ObjectShape> => {
    const shape = shapeOf(keys);
    expect(programs.of(place, shape)).toBeUndefined();
    return new WeakRef(shape);
  };
  ask();
  const shapes = [ask(), ask(), ask()];
  await new Promise(setImmediate);
  collect();
  expect(shapes.map((shape) => shape.deref())).toEqual([undefined, undefined, undefined]);
});

test('white space before a colon is walked once, however many keys might stand there', () => {
  const blank = ' '.repeat(1024 * 1024);
  const fastest = (keys: readonly string[]): number => {
    const { layout } = placeOf(keys);
    const answer = ByteView.of(`{"data":{"${keys.at(-2)}"${blank}:"x"}}`);
    const times = [1, 2, 3].map(() => {
      const startedAt = process.cpuUsage();
      scanAnswer(answer, layout, new Tape());
      return process.cpuUsage(startedAt).user;
    });
    return Math.min(...times);
  };
  // A walk for each key would take some hundred times as long.
  expect(fastest(keysOf(1_000))).toBeLessThan(20 * Math.max(1_000, fastest(keysOf(2))));
});
