import {
  InputObjectType,
  InterfaceType,
  ObjectType,
  type Directive,
  type FieldDefinition,
  type Schema,
} from '@apollo/federation-internals';

/** What `@listSize` says about a field. */
export interface ListSize {
  /** How long the list is taken to be when no argument tells it. */
  readonly assumedSize: number | undefined;
  /** The arguments that tell how long it may become. */
  readonly slicingArguments: readonly string[];
  /** The lists inside the field's object that it is about; none when it is about the field itself. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** What the schema says about the cost of a field. */
export interface FieldCost {
  /** The weight of one value; that of its type when undefined. */
  readonly weight: number | undefined;
  /** Several for a field of an interface whose types size it differently: the longest counts. */
  readonly listSizes: readonly ListSize[];
  readonly argumentWeights: ReadonlyMap<string, number>;
}

/** The `@cost` and `@listSize` directives of a supergraph. Fields are named by their coordinates, such as `Type.field`. */
export interface CostTable {
  readonly types: ReadonlyMap<string, number>;
  readonly fields: ReadonlyMap<string, FieldCost>;
  readonly inputFields: ReadonlyMap<string, number>;
}

/** What a field costs about which the schema says nothing. */
export const PLAIN_FIELD: FieldCost = { weight: undefined, listSizes: [], argumentWeights: new Map() };

/** Reads the directives of the cost specification, by its identity: `@link` may import or rename them at will. */
export function readCostTable(schema: Schema): CostTable {
  const feature = schema.coreFeatures?.getByIdentity('https://specs.apollo.dev/cost');
  const types = new Map<string, number>();
  const fields = new Map<string, FieldCost>();
  const inputFields = new Map<string, number>();
  if (!feature) return { types, fields, inputFields };
  const cost = feature.directiveNameInSchema('cost');
  const listSize = feature.directiveNameInSchema('listSize');
  for (const type of schema.types()) {
    setWeight(types, type.name, weightOf(type, cost));
    if (type instanceof ObjectType || type instanceof InterfaceType) {
      for (const field of type.fields()) {
        const known = fieldCost(field, cost, listSize);
        if (known) fields.set(field.coordinate, known);
      }
    } else if (type instanceof InputObjectType) {
      for (const field of type.fields()) setWeight(inputFields, field.coordinate, weightOf(field, cost));
    }
  }
  return { types, fields, inputFields };
}

interface Annotated {
  appliedDirectivesOf(name: string): readonly Pick<Directive, 'arguments'>[];
}

function setWeight(weights: Map<string, number>, name: string, weight: number | undefined): void {
  if (weight !== undefined) weights.set(name, weight);
}

function weightOf(element: Annotated, directive: string): number | undefined {
  return numberIn(element.appliedDirectivesOf(directive)[0]?.arguments()['weight']);
}

function fieldCost(
  field: FieldDefinition<ObjectType | InterfaceType>,
  cost: string,
  listSize: string,
): FieldCost | undefined {
  const argumentWeights = new Map<string, number>();
  for (const argument of field.arguments()) {
    setWeight(argumentWeights, argument.name, weightOf(argument, cost));
  }
  const weight = weightOf(field, cost);
  const listSizes = field.appliedDirectivesOf(listSize).map(readListSize);
  if (weight === undefined && listSizes.length === 0 && argumentWeights.size === 0) return undefined;
  return { weight, listSizes, argumentWeights };
}

function readListSize(directive: Pick<Directive, 'arguments'>): ListSize {
  const given = directive.arguments();
  return {
    assumedSize: numberIn(given['assumedSize']),
    slicingArguments: namesIn(given['slicingArguments']),
    sizedFields: namesIn(given['sizedFields']),
    requireOneSlicingArgument: given['requireOneSlicingArgument'] !== false,
  };
}

/** Weights were numbers in strings in the first drafts of the specification. */
function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}
