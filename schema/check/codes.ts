import { ERRORS } from '@apollo/federation-internals';
import { CHANGE_CODES } from '../changes/change-codes';
import { LINT_RULES } from '../lint/lint-rules';
import { INPUT_CODES } from '../sources/input-error';
import { CHECK_CODES, type CodeDefinition } from './check-codes';

/** Every code of a change, with how much it asks when everything is used. The table of the README is this one. */
export const CODES: Readonly<Record<string, CodeDefinition>> = { ...CHANGE_CODES, ...CHECK_CODES };

const LINT: ReadonlyMap<string, string> = new Map(
  Object.values(LINT_RULES).map(({ code, explanation }) => [code, explanation]),
);

const COMPOSITION: ReadonlyMap<string, string> = new Map(
  Object.values(ERRORS).map(({ code, description }) => [code, description]),
);

/** What a code says, whoever gave it. */
export function meaningOf(code: string): string {
  const own = Object.hasOwn(CODES, code) ? CODES[code]?.meaning : undefined;
  const input = Object.hasOwn(INPUT_CODES, code) ? INPUT_CODES[code as keyof typeof INPUT_CODES] : undefined;
  return (
    own ?? input ?? LINT.get(code) ?? COMPOSITION.get(code) ?? 'What composition remarks about the subgraphs'
  );
}
