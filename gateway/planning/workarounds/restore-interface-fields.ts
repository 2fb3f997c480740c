import { type FetchNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  type DocumentNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { namedTypeOf, type CompositeTypes } from '../../supergraph/workarounds/composite-types';

/** What a fetch selects of a field that was narrowed to an interface object stands under that object's name. */
export function restoreInterfaceFields(
  fetch: FetchNode,
  narrowed: ReadonlyMap<string, string> | undefined,
  types: CompositeTypes,
): FetchNode {
  if (!narrowed) return fetch;
  const document = restoreIn(parse(fetch.operation, { noLocation: true }), narrowed, types);
  return {
    ...fetch,
    operation: stripIgnoredCharacters(print(document)),
    ...(fetch.operationDocumentNode && { operationDocumentNode: document }),
  };
}

const ROOTS: Readonly<Record<string, string>> = {
  query: 'Query',
  mutation: 'Mutation',
  subscription: 'Subscription',
};

function restoreIn(
  document: DocumentNode,
  narrowed: ReadonlyMap<string, string>,
  types: CompositeTypes,
): DocumentNode {
  const restoring = new Restoring(narrowed, types);
  const definitions = document.definitions.map((definition) => {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const root = ROOTS[definition.operation] ?? '';
      return { ...definition, selectionSet: restoring.selectionSet(definition.selectionSet, root) };
    }
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) return definition;
    const { selectionSet, typeCondition } = definition;
    return { ...definition, selectionSet: restoring.selectionSet(selectionSet, typeCondition.name.value) };
  });
  return { ...document, definitions };
}

class Restoring {
  constructor(
    private readonly narrowed: ReadonlyMap<string, string>,
    private readonly types: CompositeTypes,
  ) {}

  selectionSet({ selections }: SelectionSetNode, parent: string): SelectionSetNode {
    return setOf(selections.map((selection) => this.selection(selection, parent)));
  }

  private selection(selection: SelectionNode, parent: string): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.FIELD) return this.field(selection, parent);
    const condition = selection.typeCondition?.name.value ?? parent;
    return { ...selection, selectionSet: this.selectionSet(selection.selectionSet, condition) };
  }

  private field(field: FieldNode, parent: string): FieldNode {
    if (!field.selectionSet) return field;
    const definition = this.types.get(parent)?.fields.get(field.name.value);
    const objectType = this.narrowed.get(`${parent}.${field.name.value}`);
    // Entities say of which types they are by the fragments that they are asked in.
    const inner = objectType ?? (definition ? namedTypeOf(definition.type) : '');
    const selectionSet = this.selectionSet(field.selectionSet, inner);
    if (objectType === undefined) return { ...field, selectionSet };
    const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: objectType } } as const;
    return { ...field, selectionSet: setOf([{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }]) };
  }
}

function setOf(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}
