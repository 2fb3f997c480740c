import { isEnumType, isInputObjectType, isInterfaceType } from 'graphql';
import { type LintElement } from '../lint-elements';
import { type LintedGraph, type LintRule } from '../lint-rule';
import { startsWithVerb } from './verbs';

const PASCAL = /^[A-Z][A-Za-z0-9]*$/;
const CAMEL = /^[a-z][A-Za-z0-9]*$/;
const UPPER = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

/** Rules of how things are called. */
export const NAME_RULES = {
  'type-name-case': {
    code: 'LINT_TYPE_NAME_CASE',
    severity: 'safe',
    explanation:
      'Types are called in PascalCase, so that code generators make the same names of them everywhere.',
    check: (element) => caseOf(element, ['type'], PASCAL, 'PascalCase'),
  },
  'field-name-case': {
    code: 'LINT_FIELD_NAME_CASE',
    severity: 'safe',
    explanation: 'Fields, also of inputs, are called in camelCase, as in the languages of most clients.',
    check: (element) => caseOf(element, ['field', 'inputField'], CAMEL, 'camelCase'),
  },
  'argument-name-case': {
    code: 'LINT_ARGUMENT_NAME_CASE',
    severity: 'safe',
    explanation: 'Arguments are called in camelCase, as in the languages of most clients.',
    check: (element) => caseOf(element, ['argument'], CAMEL, 'camelCase'),
  },
  'enum-value-case': {
    code: 'LINT_ENUM_VALUE_CASE',
    severity: 'safe',
    explanation: 'Enum values are called in UPPER_CASE, so that nobody takes them for variables.',
    check: (element) => caseOf(element, ['value'], UPPER, 'UPPER_CASE'),
  },
  'directive-name-case': {
    code: 'LINT_DIRECTIVE_NAME_CASE',
    severity: 'safe',
    explanation: "Directives are called in camelCase, as GraphQL's own are.",
    check: (element) => caseOf(element, ['directive'], CAMEL, 'camelCase'),
  },
  'field-name-prefix': {
    code: 'LINT_FIELD_NAME_PREFIX',
    severity: 'safe',
    explanation: 'A field does not repeat the name of its type: a query says it already.',
    check: checkFieldPrefix,
  },
  'type-name-affix': {
    code: 'LINT_TYPE_NAME_AFFIX',
    severity: 'safe',
    explanation: 'The name of a type says what it is about; what kind of type it is, the schema says.',
    check: checkTypeAffix,
  },
  'input-name-suffix': {
    code: 'LINT_INPUT_NAME_SUFFIX',
    severity: 'safe',
    explanation: 'Inputs end in Input (or Filter, Order, Sort), for an object type often has the plain name.',
    check: (element) =>
      element.kind === 'type' &&
      isInputObjectType(element.type) &&
      !/(Input|Filter|Order|Sort)$/.test(element.name)
        ? 'is an input whose name does not end in Input, Filter, Order or Sort'
        : null,
  },
  'mutation-name-verb': {
    code: 'LINT_MUTATION_NAME_VERB',
    severity: 'safe',
    explanation: 'A mutation does something, so its name begins with a verb.',
    check: (element, graph) =>
      isRootField(element, graph, 'mutation') && !startsWithVerb(element.name)
        ? 'is a mutation whose name does not begin with a verb'
        : null,
  },
  'query-name-verb': {
    code: 'LINT_QUERY_NAME_VERB',
    severity: 'safe',
    explanation: 'A query names what it returns: that it gets, lists or finds it goes without saying.',
    check: (element, graph) =>
      isRootField(element, graph, 'query') && /^(get|list|find|fetch|query)[A-Z]/.test(element.name)
        ? 'is a query whose name begins with a verb'
        : null,
  },
} as const satisfies Readonly<Record<string, LintRule>>;

function caseOf(
  { kind, name }: LintElement,
  kinds: readonly LintElement['kind'][],
  pattern: RegExp,
  style: string,
): string | null {
  return kinds.includes(kind) && !pattern.test(name) ? `is not called in ${style}` : null;
}

function checkFieldPrefix(element: LintElement): string | null {
  if (element.kind !== 'field') return null;
  const { parent, name } = element;
  const rest = name.slice(parent.name.length);
  const repeats = name.toLowerCase().startsWith(parent.name.toLowerCase()) && /^[A-Z_]/.test(rest);
  return repeats ? `begins with the name of its type` : null;
}

function checkTypeAffix(element: LintElement): string | null {
  if (element.kind !== 'type') return null;
  const { type, name } = element;
  const kinds = ['Type', 'Object'];
  if (isInterfaceType(type)) kinds.push('Interface');
  if (isEnumType(type)) kinds.push('Enum');
  const found = kinds.find(
    (kind) => name !== kind && (name.endsWith(kind) || new RegExp(`^${kind}[A-Z]`).test(name)),
  );
  // "ContentType" and the like are about a type of something, and cannot be told from "ProductType" by their names.
  return found !== undefined && !(found === 'Type' && isEnumType(type))
    ? `says "${found}" in its name`
    : null;
}

function isRootField(element: LintElement, { api }: LintedGraph, root: 'query' | 'mutation'): boolean {
  const type = root === 'query' ? api.getQueryType() : api.getMutationType();
  return element.kind === 'field' && element.parent === type;
}
