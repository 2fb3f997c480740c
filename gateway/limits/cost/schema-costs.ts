import { type Schema } from '@apollo/federation-internals';
import {
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { PLAIN_FIELD, readCostTable, type CostTable, type FieldCost } from './cost-table';

/** What the types and fields of a schema cost: what its directives say, else 1 for an object and nothing for a leaf. */
export class SchemaCosts {
  private readonly table: CostTable;
  private readonly ofFields = new Map<string, FieldCost>();
  private readonly weighted = new Map<string, boolean>();

  constructor(
    readonly schema: GraphQLSchema,
    supergraph: Schema,
  ) {
    this.table = readCostTable(supergraph);
  }

  /** The weight of one value of an output type; the largest one that it can have when the type is abstract. */
  ofType(type: GraphQLNamedType): number {
    const own = this.table.types.get(type.name);
    if (own !== undefined) return own;
    if (!isAbstractType(type)) return isLeafType(type) ? 0 : 1;
    const members = this.schema.getPossibleTypes(type).map(({ name }) => this.table.types.get(name) ?? 1);
    return members.length === 0 ? 1 : Math.max(...members);
  }

  /** What is said about a field; for one of an interface that says nothing, the most that its types say. */
  ofField(parent: GraphQLObjectType | GraphQLInterfaceType, name: string): FieldCost {
    const coordinate = `${parent.name}.${name}`;
    const own = this.table.fields.get(coordinate) ?? this.ofFields.get(coordinate);
    if (own) return own;
    if (!isInterfaceType(parent)) return PLAIN_FIELD;
    const merged = this.mergeFields(parent, name);
    this.ofFields.set(coordinate, merged);
    return merged;
  }

  /** The weight of an input field; undefined when it has none of its own. */
  ofInputField(type: GraphQLNamedType, name: string): number | undefined {
    return this.table.inputFields.get(`${type.name}.${name}`);
  }

  /** True when a value of the type can have a weight, however deep in it. */
  isWeighted(type: GraphQLInputType): boolean {
    const named = getNamedType(type);
    const known = this.weighted.get(named.name);
    if (known !== undefined) return known;
    const found = this.findWeight(named, new Set());
    this.weighted.set(named.name, found);
    return found;
  }

  private mergeFields(parent: GraphQLInterfaceType, name: string): FieldCost {
    const argumentWeights = new Map<string, number>();
    const listSizes = new Map<string, FieldCost['listSizes'][number]>();
    let weight: number | undefined;
    let hasWeight = false;
    for (const type of this.schema.getPossibleTypes(parent)) {
      const cost = this.table.fields.get(`${type.name}.${name}`);
      const field = type.getFields()[name];
      const one = cost?.weight ?? (field ? this.ofType(getNamedType(field.type)) : 0);
      hasWeight ||= cost?.weight !== undefined;
      weight = Math.max(weight ?? one, one);
      for (const size of cost?.listSizes ?? []) {
        // Which type it will be is not known, so no type's demand for an argument can be enforced.
        const relaxed = { ...size, requireOneSlicingArgument: false };
        listSizes.set(JSON.stringify(relaxed), relaxed);
      }
      for (const [argument, own] of cost?.argumentWeights ?? []) {
        argumentWeights.set(argument, Math.max(argumentWeights.get(argument) ?? own, own));
      }
    }
    return { weight: hasWeight ? weight : undefined, listSizes: [...listSizes.values()], argumentWeights };
  }

  private findWeight(type: GraphQLNamedType, visited: Set<string>): boolean {
    if (this.table.types.has(type.name)) return true;
    if (!isInputObjectType(type) || visited.has(type.name)) return false;
    visited.add(type.name);
    return Object.values(type.getFields()).some(
      (field) =>
        this.ofInputField(type, field.name) !== undefined ||
        this.findWeight(getNamedType(field.type), visited),
    );
  }
}
