import { type LeafShape } from './leaf-shape';

/** What the answer to one operation looks like, with its conditions settled: every key, in order, with its type. */
export interface ResponseShape {
  readonly root: ObjectShape;
  /** How many fields the shape holds in memory; it grows as runtime types are met, up to a bound. */
  readonly heldFields: number;
  /** Is told by whoever keeps something for its fields, for so many of them, what it keeps with them. */
  readonly grown?: (fields: number) => void;
}

/** The fields of an object of one runtime type, in the order of the answer (GraphQL spec, section 6.3.2 "CollectFields"). */
export interface ObjectShape {
  readonly typeName: string;
  readonly fields: readonly FieldShape[];
  /** The response keys of `fields`. */
  readonly keys: ReadonlySet<string>;
}

/** One response key of an object. */
export type FieldShape = TypenameField | IntrospectionField | DataField;

/** `__typename`, which the shape itself answers. */
export interface TypenameField {
  readonly kind: 'typename';
  readonly key: string;
}

/** `__schema` or `__type`, answered beforehand from the client's schema. */
export interface IntrospectionField {
  readonly kind: 'introspection';
  readonly key: string;
}

/** A field that subgraphs answer. */
export interface DataField {
  readonly kind: 'data';
  readonly key: string;
  /** `Type.field`, as error messages name it. */
  readonly coordinate: string;
  readonly value: ValueShape;
}

/** What stands at a field or list item. */
export type ValueShape = LeafShape | ListShape | CompositeShape;

/** A list, whose items have a shape of their own. */
export interface ListShape {
  readonly kind: 'list';
  readonly isNonNull: boolean;
  readonly item: ValueShape;
}

/** An object, interface or union. */
export interface CompositeShape {
  readonly kind: 'composite';
  readonly isNonNull: boolean;
  readonly selection: Selection;
}

/** What the client selected of a composite type; equal selections of one operation are one object. */
export interface Selection {
  /** The type of the schema at this place. */
  readonly typeName: string;
  /** True for interfaces and unions, whose objects say by `__typename` what they are. */
  readonly isAbstract: boolean;
  /** The names of the object types that can stand here. */
  readonly possibleTypeNames: readonly string[];
  /**
   * The fields of an object that says that it is a `typename`. An object of an abstract type may leave it out, or name an
   * interface (that is how an interface object answers), as long as the selection is the same for every type of it.
   * Undefined when the name is unknown to clients, impossible here, or missing where it decides something.
   */
  objectOf(typename: unknown): ObjectShape | undefined;
}
