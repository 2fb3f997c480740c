import { getNamedType, isAbstractType, isListType, getNullableType, isObjectType } from 'graphql';
import { type LintElement } from '../lint-elements';
import { type LintedGraph, type LintRule } from '../lint-rule';

/** Rules of what types consist of. */
export const SHAPE_RULES = {
  'entity-id': {
    code: 'LINT_ENTITY_ID',
    severity: 'safe',
    explanation: 'An entity has a field `id: ID!`, by which caches of clients tell it from others.',
    check: checkEntityId,
  },
  'mutation-payload': {
    code: 'LINT_MUTATION_PAYLOAD',
    severity: 'safe',
    explanation:
      'A mutation returns a type of its own (a payload, or a union of outcomes), to which more can be added: an entity, a list or a scalar cannot grow.',
    check: checkPayload,
  },
} as const satisfies Readonly<Record<string, LintRule>>;

function checkEntityId(element: LintElement, graph: LintedGraph): string | null {
  if (element.kind !== 'type' || !graph.isEntity(element.name) || !isObjectType(element.type)) return null;
  return String(element.type.getFields()['id']?.type) === 'ID!'
    ? null
    : 'is an entity without a field `id: ID!`';
}

function checkPayload(element: LintElement, graph: LintedGraph): string | null {
  if (element.kind !== 'field' || element.parent !== graph.api.getMutationType()) return null;
  const { type } = element.field;
  const named = getNamedType(type);
  const isOwn = !graph.isEntity(named.name) && (isObjectType(named) || isAbstractType(named));
  return isOwn && !isListType(getNullableType(type))
    ? null
    : `is a mutation that returns ${String(type)}, not a payload`;
}
