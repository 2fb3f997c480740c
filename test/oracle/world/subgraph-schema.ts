import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  isAbstractType,
  isInterfaceType,
  isObjectType,
  parse,
  type GraphQLFieldResolver,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { findField, type FieldModel, type Model } from '../model/model';
import { printSubgraph } from '../model/print-subgraph';
import { type DataWorld, type Thing } from './data-world';
import { missingIn, parseFieldSet, projectRepresentation } from './field-set';

/** What a resolver answers from; another one for each run, because mutations count. */
export interface RunData {
  readonly world: DataWorld;
  /** How many mutation fields have run. */
  mutations: number;
  /** What subgraphs were asked for though they do not resolve it, or not from what they were given. */
  readonly wrong: string[];
}

/** What one run over `world` begins with. */
export function beginRun(world: DataWorld): RunData {
  return { world, mutations: 0, wrong: [] };
}

/** The executable schema of one subgraph. Its resolvers read the data of the `RunData` in the context. */
export function buildSubgraph(model: Model, subgraph: string): GraphQLSchema {
  const schema = buildSubgraphSchema(parse(printSubgraph(model, subgraph)));
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('_')) continue;
    if (isAbstractType(type)) type.resolveType = (thing: Thing) => nameIn(schema, model, thing);
    if (isInterfaceType(type)) attachReference(subgraph, type);
    if (isObjectType(type)) attach(model, subgraph, type);
  }
  return schema;
}

/** The name of the object's type as this subgraph knows it. */
function nameIn(schema: GraphQLSchema, model: Model, { type }: Thing): string {
  if (schema.getType(type)) return type;
  return model.objects.find(({ name }) => name === type)?.family?.name ?? type;
}

function attach(model: Model, subgraph: string, type: GraphQLObjectType): void {
  if (type.name !== 'Query' && type.name !== 'Mutation') attachReference(subgraph, type);
  for (const field of Object.values(type.getFields())) {
    if (field.name.startsWith('_')) continue;
    const known = findField(model, type.name, field.name);
    if (known) field.resolve = resolverOf(known, type.name, subgraph);
  }
}

function attachReference(subgraph: string, type: GraphQLObjectType | GraphQLInterfaceType): void {
  const resolveReference = async (
    representation: Readonly<Record<string, unknown>>,
    { world }: RunData,
  ): Promise<Thing | null> => {
    const thing = world.find(representation);
    const presence = thing ? world.presence(subgraph, thing) : 'absent';
    if (presence === 'broken') throw new Error('the lookup failed');
    if (!thing || presence === 'absent') return null;
    const name = isInterfaceType(type) ? thing.type : type.name;
    return { ...thing, __typename: name, representation };
  };
  // Where @apollo/subgraph keeps what `__resolveReference` in a map of resolvers would say.
  type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference } } };
}

function resolverOf(
  field: FieldModel,
  type: string,
  subgraph: string,
): GraphQLFieldResolver<Thing | undefined, RunData> {
  return (source, given, run) => {
    const thing = source ?? rootThing(type, run);
    return withProvided(field, subgraph, readInSubgraph(thing, field, subgraph, given, run));
  };
}

/** Answers of mutations follow from how many ran before: an engine that runs them in another order is found out. */
export function rootThing(type: string, run: RunData): Thing {
  if (type === 'Mutation') run.mutations += 1;
  const address = type === 'Mutation' ? `Mutation@${run.mutations}` : type;
  return { __typename: type, type, address, number: undefined };
}

function readInSubgraph(
  thing: Thing,
  field: FieldModel,
  subgraph: string,
  given: Readonly<Record<string, unknown>>,
  { world, wrong }: RunData,
): unknown {
  if (field.requires !== undefined && field.resolvedIn.includes(subgraph)) {
    return readRequiring(thing, field, field.requires, given, { world, wrong });
  }
  const isResolved = field.resolvedIn.includes(subgraph) || field.isKey === true;
  if (!isResolved && !isProvided(thing, field.name)) {
    throw reported(wrong, `${subgraph} was asked for ${field.name}, which it does not resolve`);
  }
  return world.read(thing, field, given);
}

function isProvided({ provided = '' }: Thing, fieldSet: string): boolean {
  const names = provided.split(' ');
  return fieldSet.split(' ').every((name) => names.includes(name));
}

function readRequiring(
  thing: Thing,
  field: FieldModel,
  requires: string,
  given: Readonly<Record<string, unknown>>,
  { world, wrong }: Pick<RunData, 'world' | 'wrong'>,
): unknown {
  // What is required may have come along with the object; then the subgraph knows it without being told.
  if (isProvided(thing, requires)) return world.read(thing, field, given);
  if (!thing.representation) {
    throw reported(wrong, `${field.name} was asked for without what it requires`);
  }
  const selections = parseFieldSet(requires);
  const missing = missingIn(thing.representation, selections);
  if (missing !== undefined) {
    throw reported(wrong, `${field.name} was asked for with a representation without ${missing}`);
  }
  const required = projectRepresentation(thing.representation, selections);
  return world.readRequiring(thing, field, given, required);
}

/** What is wrong is kept beside the error, because the gateway hides it from its clients. */
function reported(wrong: string[], message: string): Error {
  wrong.push(message);
  return new Error(message);
}

function withProvided({ provides }: FieldModel, subgraph: string, value: unknown): unknown {
  const provided = provides?.[subgraph];
  if (provided === undefined || typeof value !== 'object' || value === null || value instanceof Error) {
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => withProvidedItem(provided, item));
  return withProvidedItem(provided, value);
}

function withProvidedItem(provided: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withProvidedItem(provided, item));
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  return { ...value, provided };
}
