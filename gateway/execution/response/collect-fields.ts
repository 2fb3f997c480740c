import {
  doTypesOverlap,
  isAbstractType,
  isCompositeType,
  isUnionType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded } from './condition-variables';

/** What selection sets are read with. */
export interface CollectContext {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The value of a variable that `@skip` or `@include` reads. */
  readonly isTrue: (variable: string) => boolean;
}

/**
 * The fields selected for an object of `type` by response key, in the order of the answer (GraphQL spec, section 6.3.2). For
 * an interface: the fields of every object of it; undefined when that depends on the object's own type.
 */
export function collectFields(
  context: CollectContext,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, FieldNode[]> | undefined {
  const fields = new Map<string, FieldNode[]>();
  // One set for all: a fragment that was spread once adds nothing the second time, so hostile nesting stays linear.
  const spread = new Set<string>();
  for (const selectionSet of selectionSets) {
    if (!collect(context, type, selectionSet, fields, spread)) return undefined;
  }
  return fields;
}

/** False when it depends on the object's own type. */
function collect(
  context: CollectContext,
  type: GraphQLCompositeType,
  { selections }: SelectionSetNode,
  fields: Map<string, FieldNode[]>,
  spread: Set<string>,
): boolean {
  for (const selection of selections) {
    if (!isIncluded(selection, context.isTrue)) continue;
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value === '__typename' && isAbstractType(type)) return false;
      const key = selection.alias?.value ?? selection.name.value;
      const nodes = fields.get(key);
      if (nodes) nodes.push(selection);
      else fields.set(key, [selection]);
      continue;
    }
    const fragment = fragmentOf(context, selection, spread);
    if (!fragment) continue;
    const applies = appliesTo(context.schema, fragment.typeCondition?.name.value, type);
    if (applies === undefined) return false;
    if (applies && !collect(context, type, fragment.selectionSet, fields, spread)) return false;
  }
  return true;
}

function fragmentOf(
  { fragments }: CollectContext,
  selection: Exclude<SelectionSetNode['selections'][number], FieldNode>,
  spread: Set<string>,
): Exclude<typeof selection, { kind: Kind.FRAGMENT_SPREAD }> | FragmentDefinitionNode | undefined {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  const name = selection.name.value;
  if (spread.has(name)) return undefined;
  spread.add(name);
  return fragments.get(name);
}

/** Whether a type condition holds for every object of `type`; undefined when it holds for some. */
function appliesTo(
  schema: GraphQLSchema,
  condition: string | undefined,
  type: GraphQLCompositeType,
): boolean | undefined {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  if (!isCompositeType(conditionType)) return false;
  if (isAbstractType(conditionType)) {
    // All objects of an interface may be of another one whose fields it has not: then the object's type is needed.
    if (!isUnionType(type) && schema.isSubType(conditionType, type)) return true;
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const hasNoFields = isUnionType(conditionType);
    if (hasNoFields && possible.every((each) => schema.isSubType(conditionType, each))) return true;
  }
  return isAbstractType(type) && doTypesOverlap(schema, conditionType, type) ? undefined : false;
}
