import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { HIDDEN_TYPENAME_FIELD } from '../../authorization/hidden-typename';

/** A narrowed operation with more selections than this is not worth a second look: the planner would not end. */
const MAX_SELECTIONS = 10_000;

/**
 * The same operation, of one document, with every fragment on an interface or union written as what it can be where it
 * stands: nothing where no object is of all its types, no condition where all are, and one fragment for each object type
 * otherwise. The planner does not find its way through fragments on other interfaces below an interface object, nor
 * through fragments that exclude each other. Undefined when the operation would become too large.
 */
export function narrowFragments(document: DocumentNode, schema: GraphQLSchema): DocumentNode | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition;
  }
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return undefined;
  const narrowing = new Narrowing(schema, fragments);
  const selectionSet = narrowing.selectionSet(operation.selectionSet, placeOf(schema, root));
  if (narrowing.count > MAX_SELECTIONS) return undefined;
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }] };
}

/** Where something is selected. */
interface Place {
  readonly type: GraphQLCompositeType;
  /** The names of the object types that can stand there. */
  readonly objects: ReadonlySet<string>;
}

class Narrowing {
  count = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  selectionSet({ selections }: SelectionSetNode, place: Place): SelectionSetNode {
    const narrowed = selections.flatMap((selection) => this.selection(selection, place));
    return setOf(narrowed.length > 0 ? narrowed : [HIDDEN_TYPENAME_FIELD]);
  }

  private selection(selection: SelectionNode, place: Place): readonly SelectionNode[] {
    this.count += 1;
    if (this.count > MAX_SELECTIONS) return [];
    if (selection.kind === Kind.FIELD) {
      const { type } = place;
      const definition = 'getFields' in type ? type.getFields()[selection.name.value] : undefined;
      const inner = definition && getNamedType(definition.type);
      if (!selection.selectionSet || !isCompositeType(inner)) return [selection];
      return [
        {
          ...selection,
          selectionSet: this.selectionSet(selection.selectionSet, placeOf(this.schema, inner)),
        },
      ];
    }
    const source =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
    if (!source) return [];
    const condition = source.typeCondition?.name.value;
    const inner = this.fragment(source.selectionSet, condition, place);
    return inner.length === 0 ? [] : withDirectives(inner, selection.directives ?? []);
  }

  private fragment(
    selectionSet: SelectionSetNode,
    condition: string | undefined,
    place: Place,
  ): readonly SelectionNode[] {
    const type = condition === undefined ? place.type : this.schema.getType(condition);
    if (!isCompositeType(type)) return [];
    const possible = placeOf(this.schema, type).objects;
    const objects = new Set([...place.objects].filter((name) => possible.has(name)));
    if (objects.size === 0) return [];
    if (objects.size === place.objects.size && this.isOf(place.type, type)) {
      return this.selectionSet(selectionSet, place).selections;
    }
    if (isObjectType(type) || this.isOf(type, place.type)) {
      return [fragmentOn(type.name, this.selectionSet(selectionSet, { type, objects }))];
    }
    return [...objects].flatMap((name) => this.fragment(selectionSet, name, place));
  }

  /** True when what can be selected of `general` can be selected of `type`, too. */
  private isOf(type: GraphQLCompositeType, general: GraphQLCompositeType): boolean {
    if (type === general) return true;
    return (
      isAbstractType(general) &&
      (isObjectType(type) || isInterfaceType(type)) &&
      this.schema.isSubType(general, type)
    );
  }
}

function placeOf(schema: GraphQLSchema, type: GraphQLCompositeType): Place {
  const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return { type, objects: new Set(objects.map(({ name }) => name)) };
}

/** Directives are kept once, around all that has taken the place of what carried them. */
function withDirectives(
  selections: readonly SelectionNode[],
  directives: readonly DirectiveNode[],
): readonly SelectionNode[] {
  if (directives.length === 0) return selections;
  return [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet: setOf(selections) }];
}

function fragmentOn(name: string, selectionSet: SelectionSetNode): SelectionNode {
  const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } } as const;
  return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives: [], selectionSet };
}

function setOf(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}
