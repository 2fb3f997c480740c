import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type ValueNode,
} from 'graphql';
import { isRecord } from '../../support/is-record';
import { ownValue } from '../../support/own-value';
import { sumOf, type Cost } from './cost-expression';
import { type FieldCost } from './cost-table';
import { type SchemaCosts } from './schema-costs';

/** What the arguments of `node` cost. Only weights of the schema count: input is not free of charge to send already. */
export function argumentsCost(
  costs: SchemaCosts,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  { argumentWeights }: FieldCost,
): Cost {
  const given = node.arguments?.map(({ name, value }) => {
    const definition = field.args.find((candidate) => candidate.name === name.value);
    if (!definition) return 0;
    return literalCost(costs, value, definition.type, argumentWeights.get(name.value));
  });
  return sumOf(given ?? []);
}

function literalCost(
  costs: SchemaCosts,
  node: ValueNode,
  type: GraphQLInputType,
  weight: number | undefined,
): Cost {
  if (node.kind === Kind.NULL || (weight === undefined && !costs.isWeighted(type))) return 0;
  if (node.kind === Kind.VARIABLE) {
    const { value: name } = node.name;
    return ({ variables }) => valueCost(costs, ownValue(variables, name), type, weight);
  }
  if (node.kind === Kind.LIST) {
    const item = itemType(type);
    return sumOf([weight ?? 0, ...node.values.map((value) => itemCost(costs, weight, item, value))]);
  }
  const named = getNamedType(type);
  if (node.kind !== Kind.OBJECT || !isInputObjectType(named)) return weight ?? costs.ofType(named);
  const fields = node.fields.map(({ name, value }) => {
    const field = named.getFields()[name.value];
    return field ? literalCost(costs, value, field.type, costs.ofInputField(named, field.name)) : 0;
  });
  return sumOf([weight ?? 0, ...fields]);
}

/** A weight on a list is that of the list; the leaves in it then have none of their own. */
function itemCost(
  costs: SchemaCosts,
  weight: number | undefined,
  item: GraphQLInputType,
  value: ValueNode,
): Cost {
  const isCovered = weight !== undefined && !isInputObjectType(getNamedType(item));
  return isCovered ? 0 : literalCost(costs, value, item, undefined);
}

function valueCost(
  costs: SchemaCosts,
  value: unknown,
  type: GraphQLInputType,
  weight: number | undefined,
): number {
  if (value === undefined || value === null) return 0;
  const named = getNamedType(type);
  if (weight === undefined && !costs.isWeighted(type)) return 0;
  if (!isInputObjectType(named)) {
    if (weight !== undefined) return weight;
    return Array.isArray(value) ? itemsCost(costs, value, type) : costs.ofType(named);
  }
  if (Array.isArray(value)) return (weight ?? 0) + itemsCost(costs, value, type);
  return (weight ?? 0) + fieldsCost(costs, value, named);
}

function itemsCost(costs: SchemaCosts, items: readonly unknown[], type: GraphQLInputType): number {
  const item = itemType(type);
  return items.reduce<number>((total, value) => total + valueCost(costs, value, item, undefined), 0);
}

function fieldsCost(costs: SchemaCosts, value: unknown, type: GraphQLInputObjectType): number {
  if (!isRecord(value)) return 0;
  return Object.values(type.getFields()).reduce(
    (total, { name, type: fieldType }) =>
      total + valueCost(costs, ownValue(value, name), fieldType, costs.ofInputField(type, name)),
    0,
  );
}

/** A single value stands for a list of one (GraphQL spec, section 3.11 "List"). */
function itemType(type: GraphQLInputType): GraphQLInputType {
  const nullable = getNullableType(type);
  return isListType(nullable) ? nullable.ofType : type;
}
