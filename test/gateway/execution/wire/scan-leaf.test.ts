import {
  completeLeaf,
  type LeafKind,
  type LeafShape,
} from '../../../../gateway/execution/response/leaf-shape';
import { ANOMALY } from '../../../../gateway/execution/wire/anomaly';
import { ByteView } from '../../../../gateway/execution/wire/byte-view';
import { ByteWriter } from '../../../../gateway/execution/wire/byte-writer';
import { endOfLeaf } from '../../../../gateway/execution/wire/scan-leaf';
import { writeLeaf } from '../../../../gateway/execution/wire/write-leaf';
import { NUMBERS, OTHERS, TEXTS } from './json-values';

const GIVEN_UP = 'given up';
const KINDS: readonly LeafKind[] = ['Int', 'Float', 'String', 'Boolean', 'ID', 'enum', 'custom'];

/** What is written for the leaf that starts `text` and is followed by `next`. */
function rewritten(text: string, next: string, leaf: LeafKind): string {
  const answer = ByteView.of(text + next);
  try {
    const end = endOfLeaf(answer.bytes, 0, leaf);
    // Something else than what may follow a value: whoever looks there gives up.
    if (answer.bytes.subarray(Math.abs(end)).toString() !== Buffer.from(next).toString()) return GIVEN_UP;
    const writer = new ByteWriter();
    writeLeaf(writer, answer, 0, end);
    return Buffer.from(writer.bytes.subarray(0, writer.length)).toString();
  } catch (error) {
    if (error !== ANOMALY) throw error;
    return GIVEN_UP;
  }
}

/** What the exact engine writes; undefined when there is no such value. An ID that is a number becomes a string later. */
function exact(text: string, leaf: LeafKind): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null) return undefined;
    const shape: LeafShape = {
      kind: 'leaf',
      isNonNull: false,
      typeName: '',
      leaf,
      enumValues: new Set(typeof value === 'string' ? [value] : []),
    };
    return completeLeaf(shape, value) === undefined ? undefined : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

describe.each(KINDS)('a leaf of the kind %s', (leaf) => {
  test.each([...NUMBERS, ...TEXTS, ...OTHERS])('that is %j is as JSON has it, or given up', (text) => {
    for (const next of [',', '}', ' ,', '\n]']) {
      const written = rewritten(text, next, leaf);
      if (written !== GIVEN_UP) expect(written).toBe(exact(text, leaf));
    }
  });
});

test.each<[LeafKind, string, string]>([
  ['Int', '0', '0'],
  ['Int', '-2147483647', '-2147483647'],
  ['Float', '1.50', '1.5'],
  ['Float', '-0', '0'],
  ['Float', '1e5', '100000'],
  ['Float', '0.000001', '0.000001'],
  ['Float', '1e-7', '1e-7'],
  ['Float', '12345678901234567890', '12345678901234567000'],
  ['ID', '17', '17'],
  ['ID', '"a\\nb"', '"a\\nb"'],
  ['String', '"\\u00e9\\/"', '"é/"'],
  ['String', '"\\ud800"', '"\\ud800"'],
  ['Boolean', 'false', 'false'],
  ['enum', '"RED"', '"RED"'],
  ['custom', '{ "b" : [ 1.0 ] , "a" : null }', '{"b":[1],"a":null}'],
])('the %s %s needs no giving up', (leaf, text, expected) => {
  expect(rewritten(text, ',', leaf)).toBe(expected);
});
