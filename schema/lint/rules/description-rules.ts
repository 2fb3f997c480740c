import { type LintElement } from '../lint-elements';
import { type LintRule } from '../lint-rule';

/** Rules of what is said about things. */
export const DESCRIPTION_RULES = {
  'type-description': describes(
    'LINT_TYPE_DESCRIPTION',
    'type',
    'A type says what it stands for: names alone are read in many ways.',
  ),
  'field-description': describes(
    'LINT_FIELD_DESCRIPTION',
    'field',
    'A field says what its value means, and in which unit.',
  ),
  'argument-description': describes(
    'LINT_ARGUMENT_DESCRIPTION',
    'argument',
    'An argument says what it changes.',
  ),
  'input-field-description': describes(
    'LINT_INPUT_FIELD_DESCRIPTION',
    'inputField',
    'An input field says what it changes.',
  ),
  'enum-value-description': describes(
    'LINT_ENUM_VALUE_DESCRIPTION',
    'value',
    'An enum value says when something has it.',
  ),
} as const satisfies Readonly<Record<string, LintRule>>;

function describes(code: string, kind: LintElement['kind'], explanation: string): LintRule {
  return {
    code,
    severity: 'safe',
    explanation,
    check: (element) =>
      element.kind === kind && (element.description ?? '').trim() === '' ? 'has no description' : null,
  };
}
