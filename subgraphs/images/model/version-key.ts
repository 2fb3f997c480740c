/** Marks after the numbers of a version, in the order that they sort in: 1.2-rc < 1.2 < 1.2.0.1. */
const PRE_RELEASE = '!';
const RELEASE = '#';
const MORE_NUMBERS = '.';

/** 1.2 and 1.2.0 are one version. */
const MIN_NUMBERS = 3;

const VERSION = /^v?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/;

/**
 * A text that sorts byte by byte as versions do (Semantic Versioning 2.0.0, section 11), so that the database can
 * order by it: 2.9.0 < 2.10.0-rc.2 < 2.10.0. A version of another shape sorts by its text, below all numbered ones.
 */
export function versionKey(version: string): string {
  const [, numbers, preRelease] = VERSION.exec(version) ?? [];
  if (numbers === undefined) return ` ${version}`;
  const parts = numbers.split('.');
  while (parts.length < MIN_NUMBERS) parts.push('0');
  const core = parts.map(numberKey).join(MORE_NUMBERS);
  return preRelease === undefined
    ? core + RELEASE
    : core + PRE_RELEASE + preRelease.split('.').map(identifierKey).join(PRE_RELEASE);
}

/** Longer numbers are larger ones, once leading zeros are gone. */
function numberKey(digits: string): string {
  const significant = digits.replace(/^0+(?=\d)/, '');
  return `${String(significant.length).padStart(2, '0')}${significant}`;
}

/** Numbers come before words. */
function identifierKey(identifier: string): string {
  return /^\d+$/.test(identifier) ? `0${numberKey(identifier)}` : `A${identifier}`;
}
