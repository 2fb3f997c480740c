import { Kind, parse, print, visit, type ASTNode, type DocumentNode, type SelectionNode } from 'graphql';
import { type Operation } from '../operations/generate-operation';

/** Operations that lack one piece of this one, the largest pieces first. Not all of them are valid. */
export function* smallerOperations(operation: Operation): Generator<Operation> {
  const document = parse(operation.document, { noLocation: true });
  const count = countPieces(document);
  for (let index = 0; index < count; index += 1) {
    const smaller = clean(withoutPiece(document, index));
    if (smaller) yield withDocument(operation, smaller);
  }
  for (const name of Object.keys(operation.variables)) {
    const { [name]: _removed, ...variables } = operation.variables;
    yield { ...operation, variables };
  }
}

/** Pieces are numbered in the order of a visit: selections, and what stands at them. */
const PIECES: readonly string[] = [
  ...[Kind.FIELD, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD],
  ...[Kind.DIRECTIVE, Kind.ARGUMENT, Kind.OBJECT_FIELD, Kind.VARIABLE_DEFINITION],
];

function countPieces(document: DocumentNode): number {
  let count = 0;
  visit(document, {
    enter: (node) => {
      if (PIECES.includes(node.kind)) count += 1;
      // What has an inside can also be replaced by it, and what has an alias can lose it.
      if (hasSecondForm(node)) count += 1;
    },
  });
  return count;
}

function hasSecondForm(node: ASTNode): boolean {
  return (
    node.kind === Kind.INLINE_FRAGMENT ||
    node.kind === Kind.FRAGMENT_SPREAD ||
    (node.kind === Kind.FIELD && node.alias !== undefined)
  );
}

function withoutPiece(document: DocumentNode, wanted: number): DocumentNode {
  let index = -1;
  return visit(document, {
    enter: (node) => {
      if (!PIECES.includes(node.kind)) return undefined;
      index += 1;
      if (index === wanted) return null;
      if (!hasSecondForm(node)) return undefined;
      index += 1;
      return index === wanted ? secondForm(document, node) : undefined;
    },
  });
}

function secondForm(document: DocumentNode, node: ASTNode): ASTNode | undefined {
  if (node.kind === Kind.FIELD) {
    const { alias: _alias, ...rest } = node;
    return rest;
  }
  if (node.kind === Kind.INLINE_FRAGMENT) {
    const { typeCondition: _condition, directives: _directives, ...rest } = node;
    return rest;
  }
  if (node.kind !== Kind.FRAGMENT_SPREAD) return undefined;
  const fragment = document.definitions.find(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === node.name.value,
  );
  if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) return undefined;
  const { typeCondition, selectionSet } = fragment;
  return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet };
}

/** The document without what nothing refers to any more; undefined when nothing is left of a selection set. */
function clean(document: DocumentNode): DocumentNode | undefined {
  let isEmpty = false;
  const flat = visit(document, {
    SelectionSet: {
      leave: ({ selections, ...rest }) => {
        if (selections.length === 0) isEmpty = true;
        return { ...rest, selections: selections.flatMap(inlined) };
      },
    },
  });
  if (isEmpty) return undefined;
  const used = new Set<string>();
  visit(flat, {
    FragmentSpread: ({ name }) => void used.add(`...${name.value}`),
    Variable: (node, _key, parent) => {
      const isDefinition = parent && 'kind' in parent && parent.kind === Kind.VARIABLE_DEFINITION;
      if (!isDefinition) used.add(`$${node.name.value}`);
    },
  });
  return visit(flat, {
    FragmentDefinition: ({ name }) => (used.has(`...${name.value}`) ? undefined : null),
    VariableDefinition: ({ variable }) => (used.has(`$${variable.name.value}`) ? undefined : null),
  });
}

/** A fragment without a condition is its selections. */
function inlined(selection: SelectionNode): readonly SelectionNode[] {
  const isBare =
    selection.kind === Kind.INLINE_FRAGMENT &&
    !selection.typeCondition &&
    (selection.directives ?? []).length === 0;
  return isBare ? selection.selectionSet.selections : [selection];
}

function withDocument(operation: Operation, document: DocumentNode): Operation {
  const declared = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  );
  const variables = Object.fromEntries(
    Object.entries(operation.variables).filter(([name]) => declared.includes(name)),
  );
  return { document: print(document), variables };
}
