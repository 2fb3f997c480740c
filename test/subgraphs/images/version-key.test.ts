import { versionKey } from '../../../subgraphs/images/model/version-key';

/** Oldest first. */
const ORDERED = [
  'latest',
  'nightly-7',
  '0.9.6',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.0.1',
  '1.0.1',
  '1.2',
  '1.9.0',
  '1.10.0',
  'v2',
  '9.0.0',
  '10.0.0',
  '2026.4.1',
  '123456789012345678901234567890.0.0',
];

/** As the column's COLLATE "C" compares. */
function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

test('versions sort by their numbers, pre-releases before releases', () => {
  const shuffled = [...ORDERED].sort();
  shuffled.sort((left, right) => compareBytes(versionKey(left), versionKey(right)));
  expect(shuffled).toEqual(ORDERED);
});

test('spellings of one version are one key', () => {
  expect(versionKey('1.2')).toBe(versionKey('1.2.0'));
  expect(versionKey('v1.2.0')).toBe(versionKey('1.2.0'));
  expect(versionKey('1.02.0')).toBe(versionKey('1.2.0'));
  expect(versionKey('1.2.0+build.7')).toBe(versionKey('1.2.0'));
});
