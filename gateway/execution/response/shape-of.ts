import {
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { selectOperation } from '../../documents/select-operation';
import { ownValue } from '../../support/own-value';
import { collectFields, type CollectContext } from './collect-fields';
import { fragmentsOf } from './fragments-of';
import { leafShapeOf } from './leaf-shape';
import {
  type FieldShape,
  type ObjectShape,
  type ResponseShape,
  type Selection,
  type ValueShape,
} from './response-shape';

/** A shape keeps no more fields than this in memory; more are worked out anew each time. */
const MAX_HELD_FIELDS = 20_000;

/**
 * The shape of the answer to an operation that is valid for `schema`, what the client sees of the supergraph.
 * `conditions` holds the variables that `conditionVariablesOf` names; one that is missing counts as false. `grown` is told
 * of fields that the shape has from then on in memory. Throws RequestRefused when the document has no such operation.
 */
export function shapeOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  conditions: Readonly<Record<string, unknown>>,
  grown: (fields: number) => void = () => undefined,
): ResponseShape {
  const { operation, selectionSet } = selectOperation(document, operationName);
  const rootType = schema.getRootType(operation);
  if (!rootType) throw new Error(`The operation is a ${operation}, for which the schema has no type.`);
  const shapes = new OperationShapes(
    {
      schema,
      fragments: fragmentsOf(document),
      isTrue: (variable) =>
        Object.prototype.hasOwnProperty.call(conditions, variable) && conditions[variable] === true,
    },
    grown,
  );
  const root = shapes.selection(rootType, [selectionSet]).objectOf(rootType.name);
  if (!root) throw new Error('An object type is decided by itself.');
  return {
    root,
    grown,
    get heldFields() {
      return shapes.heldFields;
    },
  };
}

/** Gives the shape of what a selection set of a document selects of a type, with equal parts worked out once. */
export type SelectionShapes = (type: GraphQLCompositeType, selectionSet: SelectionSetNode) => Selection;

/** The shapes of selection sets of `document`, such as those of its fragments; `conditions` as for `shapeOf`. */
export function selectionShapes(
  schema: GraphQLSchema,
  document: DocumentNode,
  conditions: Readonly<Record<string, unknown>>,
): SelectionShapes {
  const shapes = new OperationShapes({
    schema,
    fragments: fragmentsOf(document),
    isTrue: (variable) => ownValue(conditions, variable) === true,
  });
  return (type, selectionSet) => shapes.selection(type, [selectionSet]);
}

/**
 * Works out the shapes of one operation as they are asked for. What is worked out is kept by type and selection sets, so
 * that a fragment used at many places is one shape, and the work is linear in the document however its fragments nest.
 */
class OperationShapes {
  heldFields = 0;
  private readonly selections = new Map<string, Selection>();
  private readonly numbers = new Map<SelectionSetNode, number>();

  constructor(
    private readonly context: CollectContext,
    private readonly grown: (fields: number) => void = () => undefined,
  ) {}

  /** What `selectionSets` together select of `type`. */
  selection(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): Selection {
    const id = `${type.name}:${selectionSets.map((set) => this.numberOf(set)).join()}`;
    const known = this.selections.get(id);
    if (known) return known;
    const selection = new LazySelection(this.context.schema, type, (runtimeType) =>
      this.object(runtimeType, selectionSets),
    );
    if (this.heldFields < MAX_HELD_FIELDS) this.selections.set(id, selection);
    return selection;
  }

  private object(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): Worked {
    const collected = collectFields(this.context, type, selectionSets);
    if (!collected) return { object: undefined, isKept: true };
    const fields = [...collected].map(([key, nodes]) => this.field(type, key, nodes));
    const isKept = this.heldFields + fields.length <= MAX_HELD_FIELDS;
    if (isKept) {
      this.heldFields += fields.length;
      this.grown(fields.length);
    }
    return { object: { typeName: type.name, fields, keys: new Set(collected.keys()) }, isKept };
  }

  private field(type: GraphQLCompositeType, key: string, nodes: readonly FieldNode[]): FieldShape {
    const name = nodes[0]?.name.value ?? '';
    if (name === '__typename') return { kind: 'typename', key };
    if (name.startsWith('__')) return { kind: 'introspection', key };
    const definition = 'getFields' in type ? type.getFields()[name] : undefined;
    if (!definition) throw new Error(`The operation selects ${type.name}.${name}, which the schema has not.`);
    const selectionSets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return {
      kind: 'data',
      key,
      coordinate: `${type.name}.${name}`,
      value: this.value(definition.type, selectionSets),
    };
  }

  private value(type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[]): ValueShape {
    const isNonNull = isNonNullType(type);
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      return { kind: 'list', isNonNull, item: this.value(nullable.ofType, selectionSets) };
    }
    if (isLeafType(nullable)) return leafShapeOf(nullable, isNonNull);
    return { kind: 'composite', isNonNull, selection: this.selection(nullable, selectionSets) };
  }

  private numberOf(selectionSet: SelectionSetNode): number {
    const number = this.numbers.get(selectionSet) ?? this.numbers.size;
    this.numbers.set(selectionSet, number);
    return number;
  }
}

/** An object shape just worked out, and whether there is room to keep it. */
interface Worked {
  readonly object: ObjectShape | undefined;
  readonly isKept: boolean;
}

class LazySelection implements Selection {
  readonly typeName: string;
  readonly isAbstract: boolean;
  private readonly objects = new Map<unknown, ObjectShape | undefined>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly type: GraphQLCompositeType,
    private readonly work: (type: GraphQLCompositeType) => Worked,
  ) {
    this.typeName = type.name;
    this.isAbstract = isAbstractType(type);
  }

  get possibleTypeNames(): readonly string[] {
    if (!isAbstractType(this.type)) return [this.typeName];
    return this.schema.getPossibleTypes(this.type).map(({ name }) => name);
  }

  objectOf(typename: unknown): ObjectShape | undefined {
    const name = this.isAbstract ? (typename ?? this.typeName) : this.typeName;
    const known = this.objects.get(name);
    if (known || this.objects.has(name)) return known;
    const type = this.typeNamed(name);
    if (!type) return undefined;
    const { object, isKept } = this.work(type);
    if (isKept) this.objects.set(name, object);
    return object;
  }

  private typeNamed(name: unknown): GraphQLCompositeType | undefined {
    if (name === this.typeName) return this.type;
    const type = typeof name === 'string' ? this.schema.getType(name) : undefined;
    if (!isAbstractType(this.type)) return undefined;
    if (!isObjectType(type) && !isAbstractType(type)) return undefined;
    return 'getFields' in type && this.schema.isSubType(this.type, type) ? type : undefined;
  }
}
