import { readFileSync } from 'node:fs';
import path from 'node:path';
import { STARTUP_ERROR_CODES } from '../../cli/startup-error';
import { ENVIRONMENT_SETTINGS } from '../../gateway/config';
import { ERROR_DEFINITIONS } from '../../gateway/errors';
import { ERROR_CODES } from '../../subgraphs/kit/errors';
import { ROOT, sourceFiles } from './source-files';

const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** The cells of a table row without their padding. */
function rowOf(code: string): string[] {
  const line = readme.split('\n').find((candidate) => candidate.startsWith(`| \`${code}\``)) ?? '';
  return line.split('|').map((cell) => cell.trim());
}

describe('the README', () => {
  it.each(Object.entries(ERROR_DEFINITIONS))(
    'lists %s with its status and meaning',
    (code, { status, message }) => {
      expect(rowOf(code).slice(2, 4)).toEqual([String(status), message]);
    },
  );

  it.each(Object.entries(STARTUP_ERROR_CODES))('lists the refusal %s', (code, meaning) => {
    expect(rowOf(code)[2]).toBe(meaning);
  });

  it.each(Object.entries(ENVIRONMENT_SETTINGS))('lists %s beside the key that it sets', (variable, key) => {
    const line = readme.split('\n').find((candidate) => candidate.includes(`\`${variable}\``));
    expect(line).toContain(`\`${key}\``);
  });

  it('lists every LASTMILE_ and PLACEMENTS_ variable that the code reads', () => {
    const code = sourceFiles('gateway', 'subgraphs', 'schema', 'cli')
      .map((file) => readFileSync(path.join(ROOT, file), 'utf8'))
      .join('\n');
    const read = new Set(code.match(/\b(?:LASTMILE|PLACEMENTS)_[A-Z_]+[A-Z]\b/g));
    expect([...read].filter((name) => !readme.includes(name))).toEqual([]);
  });
});

describe('the codes of the subgraphs', () => {
  it('are all known to the gateway', () => {
    expect(Object.keys(ERROR_CODES).filter((code) => !(code in ERROR_DEFINITIONS))).toEqual([]);
  });
});
