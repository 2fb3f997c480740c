import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { type LintedField, type LintElement } from '../lint-elements';
import { type LintedGraph, type LintRule } from '../lint-rule';

const SLICES = new Set(['first', 'last', 'limit', 'take', 'pageSize', 'perPage', 'size', 'count']);

/** Rules of how many things come at once, and what they cost. */
export const LIST_RULES = {
  'list-pagination': {
    code: 'LINT_LIST_PAGINATION',
    severity: 'safe',
    explanation:
      'A list of objects is read in pages (a connection, or an argument like `first`) or says how long it gets at most, for what is short today is long one day.',
    check: (element, graph) =>
      isListOfObjects(element) && !isInPage(element) && !isSliced(element) && !isSized(element, graph)
        ? 'returns a list of objects without pages'
        : null,
  },
  'list-size': {
    code: 'LINT_LIST_SIZE',
    severity: 'safe',
    explanation:
      'A list of objects, or a connection, has @listSize, so that the cost of operations with it can be known before they run.',
    check: (element, graph) =>
      (isListOfObjects(element) || isConnection(element)) && !isInPage(element) && !isSized(element, graph)
        ? 'returns many objects and has no @listSize'
        : null,
  },
  'list-item-null': {
    code: 'LINT_LIST_ITEM_NULL',
    severity: 'safe',
    explanation:
      'The items of a list are not null, unless null among them means something: clients must check each.',
    check: (element) =>
      element.kind === 'field' && hasNullableItems(element.field.type)
        ? 'returns a list whose items may be null'
        : null,
  },
  'connection-shape': {
    code: 'LINT_CONNECTION_SHAPE',
    severity: 'safe',
    explanation:
      'What is called a connection has edges (or nodes) and pageInfo, as clients of connections expect.',
    check: checkConnection,
  },
} as const satisfies Readonly<Record<string, LintRule>>;

function isListOfObjects(element: LintElement): element is LintedField {
  if (element.kind !== 'field') return false;
  return isListType(getNullableType(element.field.type)) && isCompositeType(getNamedType(element.field.type));
}

function isConnection(element: LintElement): element is LintedField {
  return element.kind === 'field' && getNamedType(element.field.type).name.endsWith('Connection');
}

/** The list inside of a page is as long as the page. */
function isInPage({ parent, name }: LintedField): boolean {
  return /(Connection|Page)$/.test(parent.name) && ['edges', 'nodes', 'items'].includes(name);
}

function isSliced({ field }: LintedField): boolean {
  return field.args.some(({ name }) => SLICES.has(name));
}

function isSized({ coordinate }: LintedField, graph: LintedGraph): boolean {
  return graph.directive(coordinate, 'listSize') !== undefined;
}

function hasNullableItems(type: GraphQLOutputType): boolean {
  const list = getNullableType(type);
  if (!isListType(list)) return false;
  return getNullableType(list.ofType) === list.ofType || hasNullableItems(list.ofType);
}

function checkConnection(element: LintElement): string | null {
  if (element.kind !== 'type' || !isObjectType(element.type) || !element.name.endsWith('Connection'))
    return null;
  const { edges, nodes, pageInfo } = element.type.getFields();
  return (edges || nodes) && pageInfo ? null : 'is called a connection and lacks edges or pageInfo';
}
