import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CODES, meaningOf } from '../../schema/check/codes';
import { LINT_RULES } from '../../schema/lint/lint-rules';
import { OPERATION_UNPLANNABLE, PLAN_GREW, PLAN_TIMEOUT } from '../../schema/plans/judge-plan';
import { INPUT_CODES } from '../../schema/sources/input-error';
import { OPERATION_INVALID } from '../../schema/usage/apply-usage';
import { ROOT } from '../structure/source-files';

const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** The rows of the first table below a headline, cell by cell. */
function tableBelow(headline: string): string[][] {
  const section = readme.slice(readme.indexOf(`### ${headline}\n`));
  const rows = section.slice(0, section.indexOf('\n#', 1)).match(/^\|.*$/gm) ?? [];
  return rows.slice(2).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

describe('the README', () => {
  it('lists every code of a change with its severity and meaning, and no other', () => {
    const codes = Object.entries(CODES).map(([code, { severity, meaning }]) => [
      `\`${code}\``,
      severity,
      meaning,
    ]);
    expect(tableBelow('Codes of changes').sort()).toEqual(codes.sort());
  });

  it('lists every code of input that cannot be used', () => {
    const codes = Object.entries(INPUT_CODES).map(([code, meaning]) => [`\`${code}\``, meaning]);
    expect(tableBelow('Codes of input that cannot be used')).toEqual(codes);
  });

  it('lists every rule of style with its code, severity and explanation', () => {
    const rules = Object.entries(LINT_RULES).map(([name, { code, severity, explanation }]) => [
      `\`${name}\``, `\`${code}\``, severity, explanation,
    ]); // prettier-ignore
    expect(tableBelow('Rules of style')).toEqual(rules);
  });
});

describe('a code', () => {
  it('of a whole check is in the table', () => {
    for (const code of [OPERATION_INVALID, OPERATION_UNPLANNABLE, PLAN_TIMEOUT, PLAN_GREW]) {
      expect(Object.keys(CODES)).toContain(code);
    }
  });

  it('says what it means, whoever gave it', () => {
    expect(meaningOf('FIELD_REMOVED')).toContain('no longer in the API');
    expect(meaningOf('TRAFFIC_INVALID')).toContain('traffic log');
    expect(meaningOf('FIELD_TYPE_MISMATCH')).toContain('type');
    const [rule] = Object.values(LINT_RULES);
    expect(meaningOf(rule?.code ?? '')).toBe(rule?.explanation);
    expect(meaningOf('toString')).toBe('What composition remarks about the subgraphs');
  });

  it('has one meaning: no two tables share one', () => {
    const all = [
      ...Object.keys(CODES),
      ...Object.keys(INPUT_CODES),
      ...Object.values(LINT_RULES).map(({ code }) => code),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
