import { type LintRule } from './lint-rule';
import { DEPRECATION_RULES } from './rules/deprecation-rules';
import { DESCRIPTION_RULES } from './rules/description-rules';
import { LIST_RULES } from './rules/list-rules';
import { NAME_RULES } from './rules/name-rules';
import { SHAPE_RULES } from './rules/shape-rules';

/** All rules, by the names that configurations have for them. */
export const LINT_RULES = {
  ...NAME_RULES,
  ...DESCRIPTION_RULES,
  ...DEPRECATION_RULES,
  ...LIST_RULES,
  ...SHAPE_RULES,
} as const satisfies Readonly<Record<string, LintRule>>;

/** The name of a rule. */
export type LintRuleName = keyof typeof LINT_RULES;

/** Whether there is a rule of that name. */
export function isLintRuleName(name: string): name is LintRuleName {
  return Object.hasOwn(LINT_RULES, name);
}
