import { type QueryPlanSelectionNode } from '@apollo/query-planner';
import { isInterfaceType, isNonNullType, isObjectType, type GraphQLSchema } from 'graphql';
import { type AppliesTo } from './type-conditions';

/** A field that a fetch requires of the objects of one type. */
export interface RequiredSelection {
  readonly name: string;
  /** What is required of its objects; undefined for a leaf. */
  readonly selections: readonly QueryPlanSelectionNode[] | undefined;
}

/** What `selections` require of an object of the type `typename`, by response key, in the order in which it is sent. */
export function requiredOf(
  selections: readonly QueryPlanSelectionNode[],
  typename: string,
  appliesTo: AppliesTo,
): ReadonlyMap<string, RequiredSelection> {
  const required = new Map<string, RequiredSelection>();
  collect(selections, typename, appliesTo, required);
  return required;
}

/** Whether the supergraph lets a field of this type be null. */
export function isNonNullField(schema: GraphQLSchema, typename: string, field: string): boolean {
  if (field === '__typename') return true;
  const type = schema.getType(typename);
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  const definition = type.getFields()[field];
  return definition !== undefined && isNonNullType(definition.type);
}

function collect(
  selections: readonly QueryPlanSelectionNode[],
  typename: string,
  appliesTo: AppliesTo,
  required: Map<string, RequiredSelection>,
): void {
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const key = selection.alias ?? selection.name;
      const known = required.get(key)?.selections;
      const inner = selection.selections ? [...(known ?? []), ...selection.selections] : known;
      required.set(key, { name: selection.name, selections: inner });
    } else if (selection.typeCondition === undefined || appliesTo(selection.typeCondition, typename)) {
      collect(selection.selections, typename, appliesTo, required);
    }
  }
}
