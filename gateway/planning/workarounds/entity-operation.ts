import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { keepUsed } from './keep-used';

/** A field that an entity fetch asks of the entities themselves, not of something below them. */
export interface EntityField {
  readonly field: FieldNode;
  /** The type condition it stands under; undefined for `__typename` outside of all. */
  readonly typeName: string | undefined;
  /** Its directives and those of the fragments around it, outermost first. */
  readonly directives: readonly DirectiveNode[];
}

/** The operation of an entity fetch, open to be cut into parts. */
export interface EntityOperation {
  readonly fields: readonly EntityField[];
  /** The operation that asks for some of the fields only. */
  part(fields: ReadonlySet<FieldNode>): { readonly text: string; readonly document: DocumentNode };
}

/** Reads an operation on `_entities` (Federation subgraph specification); undefined for any other. */
export function readEntityOperation(text: string): EntityOperation | undefined {
  const document = parse(text, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition;
  }
  const [root] = operation?.selectionSet.selections ?? [];
  if (!operation || root?.kind !== Kind.FIELD || root.name.value !== '_entities') return undefined;
  const opened = operation;
  const selections = withoutSpreads(root.selectionSet?.selections ?? [], fragments);
  return {
    fields: entityFields(selections, undefined, []),
    part: (fields) => {
      const selectionSet = { kind: Kind.SELECTION_SET, selections: keepFields(selections, fields) } as const;
      const cut = {
        ...opened,
        selectionSet: { ...opened.selectionSet, selections: [{ ...root, selectionSet }] },
      };
      const others = document.definitions.filter((definition) => definition !== opened);
      const part = keepUsed({ ...document, definitions: [cut, ...others] });
      return { text: stripIgnoredCharacters(print(part)), document: part };
    },
  };
}

/** Fragments of the client, opened so that their fields can go different ways. */
function withoutSpreads(
  selections: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly SelectionNode[] {
  return selections.map((selection) => {
    if (selection.kind === Kind.FIELD) return selection;
    const source = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const inner = withoutSpreads(source?.selectionSet.selections ?? [], fragments);
    return {
      kind: Kind.INLINE_FRAGMENT,
      ...(source?.typeCondition && { typeCondition: source.typeCondition }),
      directives: selection.directives ?? [],
      selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
    };
  });
}

function entityFields(
  selections: readonly SelectionNode[],
  typeName: string | undefined,
  outer: readonly DirectiveNode[],
): EntityField[] {
  return selections.flatMap((selection) => {
    const directives = [...outer, ...(selection.directives ?? [])];
    if (selection.kind === Kind.FIELD) return [{ field: selection, typeName, directives }];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const condition = selection.typeCondition?.name.value ?? typeName;
    return entityFields(selection.selectionSet.selections, condition, directives);
  });
}

function keepFields(selections: readonly SelectionNode[], fields: ReadonlySet<FieldNode>): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return fields.has(selection) ? [selection] : [];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = keepFields(selection.selectionSet.selections, fields);
    return inner.length === 0
      ? []
      : [{ ...selection, selectionSet: { ...selection.selectionSet, selections: inner } }];
  });
}
