import {
  Kind,
  type BooleanValueNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableNode,
} from 'graphql';
import { selectOperation } from '../../documents/select-operation';
import { fragmentsOf } from './fragments-of';

/**
 * The variables that `@skip` and `@include` read in an operation, sorted: with equal values for them it has one shape.
 * Throws RequestRefused when the document has no such operation.
 */
export function conditionVariablesOf(
  document: DocumentNode,
  operationName: string | undefined,
): readonly string[] {
  const { selectionSet } = selectOperation(document, operationName);
  const names = new Set<string>();
  collect(selectionSet, fragmentsOf(document), new Set(), names);
  return [...names].sort();
}

/** True when the directives of `node` leave it in (GraphQL spec, sections 3.13.1 and 3.13.2); `isTrue` reads a variable. */
export function isIncluded(node: SelectionNode, isTrue: (variable: string) => boolean): boolean {
  for (const directive of node.directives ?? []) {
    const condition = conditionOf(directive);
    if (!condition) continue;
    const holds = condition.kind === Kind.VARIABLE ? isTrue(condition.name.value) : condition.value;
    if (holds === (directive.name.value === 'skip')) return false;
  }
  return true;
}

function collect(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  seen: Set<string>,
  names: Set<string>,
): void {
  for (const selection of selections) {
    for (const directive of selection.directives ?? []) {
      const condition = conditionOf(directive);
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    }
    if (selection.kind !== Kind.FRAGMENT_SPREAD) {
      if (selection.selectionSet) collect(selection.selectionSet, fragments, seen, names);
      continue;
    }
    const fragment = fragments.get(selection.name.value);
    if (!fragment || seen.has(selection.name.value)) continue;
    seen.add(selection.name.value);
    collect(fragment.selectionSet, fragments, seen, names);
  }
}

function conditionOf({ name, arguments: given }: DirectiveNode): VariableNode | BooleanValueNode | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  const value = given?.find((argument) => argument.name.value === 'if')?.value;
  return value?.kind === Kind.VARIABLE || value?.kind === Kind.BOOLEAN ? value : undefined;
}
