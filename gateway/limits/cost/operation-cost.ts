import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  isUnionType,
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { ownValue } from '../../support/own-value';
import { evaluatedOnce, largestOf, productOf, sumOf, type Cost } from './cost-expression';
import { argumentsCost } from './input-cost';
import { lengthOf, type LengthLimits } from './list-length';
import { type SchemaCosts } from './schema-costs';

/** How an operation is judged. */
export interface CostRules {
  readonly costs: SchemaCosts;
  readonly limits: LengthLimits;
  /** True when what `@skip` and `@include` decide by variables counts in any case, so that the cost is an upper bound. */
  readonly isBound: boolean;
}

/**
 * The cost of the operation of a valid document with one operation: the weight of each value that it may return, and of
 * its arguments. An object whose type is not known yet costs what its most expensive type does. Each fragment is looked at
 * once for a type, so the work is linear in the document. Throws RequestRefused as `lengthOf` does.
 */
export function operationCost(document: DocumentNode, rules: CostRules): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operation ??= definition;
  }
  const root = operation && rules.costs.schema.getRootType(operation.operation);
  if (!operation || !root) return 0;
  return selectionsCost({ rules, fragments, known: new Map() }, operation.selectionSet, root, undefined);
}

interface CostWalk {
  readonly rules: CostRules;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The costs of fragments by their type, and by what the field around them says about the lists in them. */
  readonly known: Map<SizedLists | undefined, Map<string, Cost>>;
}

/** What a field says about lists inside its object. */
interface SizedLists {
  readonly names: ReadonlySet<string>;
  readonly length: Cost;
}

function selectionsCost(
  walk: CostWalk,
  { selections }: SelectionSetNode,
  type: GraphQLCompositeType,
  sized: SizedLists | undefined,
): Cost {
  const always: Cost[] = [];
  const byType = new Map<string, Cost[]>();
  for (const selection of selections) {
    const found = selectionCost(walk, selection, type, sized);
    const cost = conditional(selection.directives, found.cost, walk.rules.isBound);
    if (cost === 0) continue;
    if (isObjectType(type) || !isObjectType(found.type)) always.push(cost);
    else byType.set(found.type.name, [...(byType.get(found.type.name) ?? []), cost]);
  }
  // An object has one type, so of what only one type each has, the most expensive is all that can come.
  return sumOf([...always, largestOf([...byType.values()].map(sumOf))]);
}

/** The cost of a selection, and the type of the objects that it is for. */
function selectionCost(
  walk: CostWalk,
  selection: SelectionNode,
  type: GraphQLCompositeType,
  sized: SizedLists | undefined,
): { readonly cost: Cost; readonly type: GraphQLCompositeType } {
  if (selection.kind === Kind.FIELD) return { cost: fieldCost(walk, selection, type, sized), type };
  const { schema } = walk.rules.costs;
  const fragment =
    selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value);
  if (!fragment) return { cost: 0, type };
  const narrowed = narrow(schema, type, fragment.typeCondition?.name.value);
  if (!narrowed) return { cost: 0, type };
  if (fragment.kind === Kind.INLINE_FRAGMENT) {
    return { cost: selectionsCost(walk, fragment.selectionSet, narrowed, sized), type: narrowed };
  }
  const known = walk.known.get(sized) ?? new Map<string, Cost>();
  walk.known.set(sized, known);
  const key = `${fragment.name.value} ${narrowed.name}`;
  const cost = known.get(key) ?? evaluatedOnce(selectionsCost(walk, fragment.selectionSet, narrowed, sized));
  known.set(key, cost);
  return { cost, type: narrowed };
}

/** The type of objects of `type` to which a condition applies; undefined when there are none. */
function narrow(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  condition: string | undefined,
): GraphQLCompositeType | undefined {
  const wanted = condition === undefined ? type : schema.getType(condition);
  if (!isCompositeType(wanted)) return undefined;
  if (wanted === type) return type;
  if (!isObjectType(wanted) && !isUnionType(type) && schema.isSubType(wanted, type)) return type;
  return isObjectType(type) ? undefined : wanted;
}

function fieldCost(
  walk: CostWalk,
  node: FieldNode,
  parent: GraphQLCompositeType,
  sized: SizedLists | undefined,
): Cost {
  const { costs, limits } = walk.rules;
  const name = node.name.value;
  const field = isUnionType(parent) ? undefined : parent.getFields()[name];
  if (isUnionType(parent) || !field) return 0;
  const said = costs.ofField(parent, name);
  const own = largestOf(said.listSizes.map((listSize) => lengthOf(listSize, field, node, limits)));
  const inside = said.listSizes.flatMap(({ sizedFields }) => sizedFields);
  const type = getNamedType(field.type);
  const isSizing = inside.length > 0;
  const lists = isSizing ? { names: new Set(inside), length: own } : undefined;
  const below =
    node.selectionSet && isCompositeType(type) ? selectionsCost(walk, node.selectionSet, type, lists) : 0;
  const length = sized?.names.has(name)
    ? sized.length
    : said.listSizes.length > 0 && !isSizing
      ? own
      : undefined;
  const times = timesOf(field.type, length ?? limits.assumedListSize, limits.assumedListSize);
  const each = sumOf([said.weight ?? costs.ofType(type), below]);
  return sumOf([productOf(times, each), judged(own), argumentsCost(costs, field, node, said)]);
}

/** How many values a field has; of lists in a list nothing is said but how long any list is taken to be. */
function timesOf(type: GraphQLOutputType, length: Cost, assumedListSize: number): Cost {
  const nullable = getNullableType(type);
  if (!isListType(nullable)) return 1;
  return productOf(length, timesOf(nullable.ofType, assumedListSize, assumedListSize));
}

/** A page that is too large is refused also where no list of it is selected. */
function judged(length: Cost): Cost {
  return typeof length === 'number' ? 0 : (run) => length(run) * 0;
}

function conditional(directives: readonly DirectiveNode[] | undefined, cost: Cost, isBound: boolean): Cost {
  let result = cost;
  for (const { name, arguments: given } of directives ?? []) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const wanted = name.value === 'include';
    const condition = given?.[0]?.value;
    if (condition?.kind === Kind.BOOLEAN && condition.value !== wanted) return 0;
    if (condition?.kind !== Kind.VARIABLE || isBound || result === 0) continue;
    const all = result;
    const variable = condition.name.value;
    result = (run) => {
      if ((ownValue(run.variables, variable) === true) !== wanted) return 0;
      return typeof all === 'number' ? all : all(run);
    };
  }
  return result;
}
