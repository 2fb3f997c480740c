/**
 * A federated graph before it is text: plain JSON, so that a case can be kept in a file and made smaller piece by piece.
 * Subgraph schemas, data and the schema without subgraphs all follow from it.
 */
export interface Model {
  readonly subgraphs: readonly string[];
  readonly objects: readonly ObjectModel[];
  readonly interfaces: readonly InterfaceModel[];
  readonly unions: readonly UnionModel[];
  /** Fields of Query. */
  readonly queries: readonly FieldModel[];
  /** Fields of Mutation. */
  readonly mutations: readonly FieldModel[];
  /** The labels of `@override` that are on. */
  readonly labels: readonly string[];
}

/** An entity when it has keys, a value otherwise. */
export interface ObjectModel {
  readonly name: string;
  /** The subgraphs that declare it, each with what stands between its name and its fields. */
  readonly in: Readonly<Record<string, string>>;
  readonly fields: readonly FieldModel[];
  /** The keys by which objects of it are told apart; empty for values. */
  readonly keys: readonly string[];
  /** Subgraphs that know only some of its objects, and may fail to find others. */
  readonly isPatchyIn: readonly string[];
  /**
   * Objects of several types with one numbering: the type of an object follows from its number. They are addressed by the
   * name of the interface, for fields that an interface object adds to all of them.
   */
  readonly family?: { readonly name: string; readonly offset: number; readonly stride: number };
}

/** A field with everything that answering for it needs. */
export interface FieldModel {
  readonly name: string;
  readonly type: string;
  /** The declaration of its arguments, with parentheses; empty when there are none. */
  readonly arguments: string;
  /** The subgraphs that declare it, each with the directives there. */
  readonly in: Readonly<Record<string, string>>;
  /** The subgraphs that may be asked for it wherever its object is known. */
  readonly resolvedIn: readonly string[];
  /** Part of a key: its value says which object it is. */
  readonly isKey?: boolean;
  /** Never fails and is null only where its type allows it: something else depends on it. */
  readonly isSafe?: boolean;
  /** The field set whose values its own follows from. */
  readonly requires?: string;
  /** Field sets of its objects that a subgraph delivers along with it, by subgraph. */
  readonly provides?: Readonly<Record<string, string>>;
  /** For abstract types: the objects that may stand there. */
  readonly members?: readonly string[];
}

/** An interface. */
export interface InterfaceModel {
  readonly name: string;
  /** Its fields as it declares them; its objects may promise more. */
  readonly fields: readonly FieldModel[];
  /** The subgraphs that declare it, each with the names of its fields there. */
  readonly in: Readonly<Record<string, readonly string[]>>;
  /** By subgraph, what stands between its name and its fields. */
  readonly heads: Readonly<Record<string, string>>;
  /** The subgraphs in which it is an object (`@interfaceObject`), each with its fields there. */
  readonly objectIn: Readonly<Record<string, readonly FieldModel[]>>;
}

/** A union, with its members by subgraph. */
export interface UnionModel {
  readonly name: string;
  readonly in: Readonly<Record<string, readonly string[]>>;
}

/** The values of the enum that every subgraph has. */
export const COLORS: readonly string[] = ['RED', 'GREEN', 'BLUE'];

/** The field of `type` in a model; fields that an interface object adds belong to all objects of the interface. */
export function findField(model: Model, type: string, name: string): FieldModel | undefined {
  if (type === 'Query') return model.queries.find((field) => field.name === name);
  if (type === 'Mutation') return model.mutations.find((field) => field.name === name);
  const object = model.objects.find((candidate) => candidate.name === type);
  const own = object?.fields.find((field) => field.name === name);
  if (own) return own;
  const family = object?.family?.name ?? type;
  const interfaceModel = model.interfaces.find((candidate) => candidate.name === family);
  return Object.values(interfaceModel?.objectIn ?? {})
    .flat()
    .find((field) => field.name === name);
}
