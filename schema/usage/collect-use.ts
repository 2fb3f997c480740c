import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInputType,
  isObjectType,
  isUnionType,
  Kind,
  typeFromAST,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectArguments, collectPossible, collectValue, type VariableTraits } from './collect-input-use';
import { noArgumentUse, noUse, type OperationUse } from './operation-use';

/** What `operation` of `document` touches of `schema`, for which it is valid. */
export function collectUse(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationUse {
  const walk = new UseWalk(schema, document, operation);
  walk.operation(operation);
  return walk.use;
}

/** The objects at one place of the answer. */
interface Place {
  /** The type that the selections are on. */
  readonly type: GraphQLCompositeType;
  /** Interfaces and unions that the objects have passed as, the field's own type first. */
  readonly passedAs: readonly string[];
  /** Names of the object types that may be here. */
  readonly possible: ReadonlySet<string>;
}

class UseWalk {
  readonly use: OperationUse = noUse();
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly variables: VariableTraits;
  private readonly possibleTypes = new Map<GraphQLCompositeType, ReadonlySet<string>>();
  /** Fragments are walked once for each kind of place, since expanding them can take for ever. */
  private readonly walked = new Set<string>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    { variableDefinitions = [] }: OperationDefinitionNode,
  ) {
    this.fragments = new Map(
      document.definitions.flatMap((each) =>
        each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
      ),
    );
    this.variables = new Map(
      variableDefinitions.map(({ variable, type, defaultValue }) => {
        const isNullable = type.kind !== Kind.NON_NULL_TYPE;
        return [
          variable.name.value,
          { mayBeAbsent: isNullable && defaultValue === undefined, mayBeNull: isNullable },
        ] as const;
      }),
    );
  }

  operation({
    operation,
    directives,
    selectionSet,
    variableDefinitions = [],
  }: OperationDefinitionNode): void {
    this.directives(directives, operation.toUpperCase());
    for (const { type: node, defaultValue, directives: own } of variableDefinitions) {
      this.directives(own, 'VARIABLE_DEFINITION');
      const type = typeFromAST(this.schema, node);
      if (!isInputType(type)) continue;
      collectPossible(type, this.use.variable);
      if (defaultValue) collectValue(type, defaultValue, this.variables, this.use.written);
    }
    const root = this.schema.getRootType(operation);
    if (!root) return;
    this.use.outputTypes.add(root.name);
    this.selections(selectionSet, this.placeOf(root));
  }

  private selections({ selections }: SelectionSetNode, place: Place): void {
    if (selections.some(asksForData)) this.noteObjects(place);
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) this.field(selection, place);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.directives(selection.directives, 'INLINE_FRAGMENT');
        const condition = selection.typeCondition?.name.value;
        this.selections(selection.selectionSet, this.narrow(place, condition));
      } else {
        this.directives(selection.directives, 'FRAGMENT_SPREAD');
        this.spread(this.fragments.get(selection.name.value), place);
      }
    }
  }

  private spread(fragment: FragmentDefinitionNode | undefined, place: Place): void {
    if (!fragment) return;
    const narrowed = this.narrow(place, fragment.typeCondition.name.value);
    const key = [fragment.name.value, ...narrowed.passedAs, '', ...narrowed.possible].join(' ');
    if (this.walked.has(key)) return;
    this.walked.add(key);
    this.directives(fragment.directives, 'FRAGMENT_DEFINITION');
    this.selections(fragment.selectionSet, narrowed);
  }

  private field(node: FieldNode, place: Place): void {
    this.directives(node.directives, 'FIELD');
    const name = node.name.value;
    // Introspection is of no type that can change.
    if (name.startsWith('__')) return;
    const names = new Set([place.type.name, ...place.possible]);
    for (const typeName of names) this.fieldOf(typeName, node);
    const field = isUnionType(place.type) ? undefined : place.type.getFields()[name];
    if (!field) return;
    const type = getNamedType(field.type);
    this.use.outputTypes.add(type.name);
    if (node.selectionSet && isCompositeType(type)) {
      this.selections(node.selectionSet, this.placeOf(type));
    }
  }

  private fieldOf(typeName: string, { name, arguments: given = [] }: FieldNode): void {
    const type = this.schema.getType(typeName);
    const field = isCompositeType(type) && !isUnionType(type) ? type.getFields()[name.value] : undefined;
    if (!field) return;
    const coordinate = `${typeName}.${name.value}`;
    const use = this.use.fields.get(coordinate) ?? noArgumentUse();
    this.use.fields.set(coordinate, use);
    collectArguments(field.args, given, this.variables, use, this.use.written);
  }

  private noteObjects({ passedAs, possible }: Place): void {
    for (const name of possible) {
      this.use.objectTypes.add(name);
      for (const abstract of passedAs) this.use.members.add(`${abstract}>${name}`);
    }
  }

  private placeOf(type: GraphQLCompositeType): Place {
    return {
      type,
      passedAs: isAbstractType(type) ? [type.name] : [],
      possible: this.possibleTypesOf(type),
    };
  }

  private narrow(place: Place, condition: string | undefined): Place {
    const type = condition === undefined ? place.type : this.schema.getType(condition);
    if (type === place.type || !isCompositeType(type)) return place;
    this.use.outputTypes.add(type.name);
    // Naming an object's type asks for it, whatever is selected of it.
    if (isObjectType(type)) for (const name of place.passedAs) this.use.members.add(`${name}>${type.name}`);
    const own = this.possibleTypesOf(type);
    const isNew = isAbstractType(type) && !place.passedAs.includes(type.name);
    return {
      type,
      passedAs: isNew ? [...place.passedAs, type.name] : place.passedAs,
      possible: new Set([...place.possible].filter((name) => own.has(name))),
    };
  }

  private possibleTypesOf(type: GraphQLCompositeType): ReadonlySet<string> {
    const known = this.possibleTypes.get(type);
    if (known) return known;
    const names = isObjectType(type)
      ? [type.name]
      : this.schema.getPossibleTypes(type).map(({ name }) => name);
    const possible = new Set(names);
    this.possibleTypes.set(type, possible);
    return possible;
  }

  private directives(nodes: readonly DirectiveNode[] = [], location: string): void {
    for (const { name, arguments: given = [] } of nodes) {
      const definition = this.schema.getDirective(name.value);
      if (!definition) continue;
      const known = this.use.directives.get(name.value);
      const use = known ?? { arguments: noArgumentUse(), locations: new Set(), isRepeated: false };
      this.use.directives.set(name.value, use);
      use.locations.add(location);
      use.isRepeated ||= nodes.filter((other) => other.name.value === name.value).length > 1;
      collectArguments(definition.args, given, this.variables, use.arguments, this.use.written);
    }
  }
}

/** `__typename` alone is answered for any object. */
function asksForData(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && !selection.name.value.startsWith('__');
}
