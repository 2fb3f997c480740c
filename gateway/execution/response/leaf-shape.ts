import { isEnumType, isSpecifiedScalarType, type GraphQLLeafType } from 'graphql';

/** How the values of a leaf type are checked. */
export type LeafKind = 'Int' | 'Float' | 'String' | 'Boolean' | 'ID' | 'enum' | 'custom';

/** A scalar or enum. */
export interface LeafShape {
  readonly kind: 'leaf';
  readonly isNonNull: boolean;
  readonly typeName: string;
  readonly leaf: LeafKind;
  /** The values of an enum that clients may see; empty for scalars. */
  readonly enumValues: ReadonlySet<string>;
}

/** The shape of `type`. */
export function leafShapeOf(type: GraphQLLeafType, isNonNull: boolean): LeafShape {
  const isEnum = isEnumType(type);
  return {
    kind: 'leaf',
    isNonNull,
    typeName: type.name,
    leaf: isEnum ? 'enum' : isSpecifiedScalarType(type) ? (type.name as LeafKind) : 'custom', // its five names are kinds
    enumValues: isEnum ? new Set(type.getValues().map(({ name }) => name)) : NONE,
  };
}

/**
 * What the client gets for `value`, which is neither null nor undefined; undefined when it is no value of the type. Nothing
 * is converted but integers for ID: upstream values have been through the result coercion of a subgraph (GraphQL spec,
 * section 3.5 "Scalars"), so anything else is a fault of it.
 */
export function completeLeaf(shape: LeafShape, value: unknown): unknown {
  switch (shape.leaf) {
    case 'Int':
      return typeof value === 'number' && (value | 0) === value ? value : undefined;
    case 'Float':
      return Number.isFinite(value) ? value : undefined;
    case 'String':
      return typeof value === 'string' ? value : undefined;
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'ID':
      if (typeof value === 'string') return value;
      return Number.isInteger(value) ? String(value) : undefined;
    case 'enum':
      return typeof value === 'string' && shape.enumValues.has(value) ? value : undefined;
    case 'custom':
      return isShallow(value) ? value : undefined;
  }
}

/** How many objects and lists may be in each other in a custom scalar: writing JSON takes a part of the stack for each. */
export const MAX_VALUE_DEPTH = 1_000;

/** True when `value` is no deeper than `levels`. */
export function isShallow(value: unknown, levels = MAX_VALUE_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const inner of Object.values(value)) if (!isShallow(inner, levels - 1)) return false;
  return true;
}

const NONE: ReadonlySet<string> = new Set();
