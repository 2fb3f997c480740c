import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { isRecord } from '../../support/is-record';
import { ownValue } from '../../support/own-value';
import { isIncluded } from '../response/condition-variables';
import { type DeferredFragment, type DeferredOperation } from './separate-defers';

type Path = readonly (string | number)[];

/** A place where a deferred fragment applies. */
export interface DeferredPlace {
  readonly fragment: DeferredFragment;
  readonly path: Path;
  /** The object of the merged data, and its type; an abstract one when nobody needed to know more. */
  readonly holder: Record<string, unknown>;
  readonly type: GraphQLCompositeType;
  /** The same object as it was answered. */
  readonly answered: Record<string, unknown>;
}

/** What is looked through for places. */
export interface PlaceSearch {
  readonly schema: GraphQLSchema;
  readonly operation: DeferredOperation;
  /** The value of a variable that `@skip` or `@include` reads. */
  readonly isTrue: (variable: string) => boolean;
}

/** An object to look into: what is selected of it, in the data and in the answer. */
export type SearchedObject = Omit<DeferredPlace, 'fragment'> & { readonly selectionSet: SelectionSetNode };

/**
 * The places in an object at which fragments are deferred, but not those inside other deferred fragments. What was
 * answered with null has none.
 */
export function findParts(search: PlaceSearch, object: SearchedObject): readonly DeferredPlace[] {
  const found: DeferredPlace[] = [];
  addFrom(search, object, found);
  return found;
}

function addFrom(search: PlaceSearch, object: SearchedObject, found: DeferredPlace[]): void {
  const { operation, isTrue } = search;
  for (const selection of object.selectionSet.selections) {
    if (!operation.leading.has(selection) || !isIncluded(selection, isTrue)) continue;
    if (selection.kind === Kind.FIELD) addFromField(search, object, selection, found);
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      if (!applies(search.schema, selection.typeCondition?.name.value, object.type)) continue;
      const fragment = operation.fragments.get(selection);
      if (fragment) found.push({ ...withoutSelection(object), fragment });
      else addFrom(search, { ...object, selectionSet: selection.selectionSet }, found);
    }
  }
}

function addFromField(
  search: PlaceSearch,
  { type, path, holder, answered }: SearchedObject,
  field: FieldNode,
  found: DeferredPlace[],
): void {
  const { selectionSet } = field;
  const definition = 'getFields' in type ? type.getFields()[field.name.value] : undefined;
  const inner = definition && getNamedType(definition.type);
  if (!selectionSet || !isCompositeType(inner)) return;
  const key = field.alias?.value ?? field.name.value;
  const visit = (value: unknown, answer: unknown, at: Path): void => {
    if (Array.isArray(value) && Array.isArray(answer)) {
      value.forEach((item, index) => visit(item, answer[index], [...at, index]));
    } else if (isRecord(value) && isRecord(answer)) {
      const runtimeType = runtimeTypeOf(search.schema, inner, value);
      addFrom(search, { type: runtimeType, path: at, holder: value, answered: answer, selectionSet }, found);
    }
  };
  visit(ownValue(holder, key), ownValue(answered, key), [...path, key]);
}

function runtimeTypeOf(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  holder: Record<string, unknown>,
): GraphQLCompositeType {
  if (!isAbstractType(type)) return type;
  const typename = ownValue(holder, '__typename');
  const named = typeof typename === 'string' ? schema.getType(typename) : undefined;
  return isCompositeType(named) ? named : type;
}

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLCompositeType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  if (!isAbstractType(conditionType)) return false;
  return 'getFields' in type && schema.isSubType(conditionType, type);
}

function withoutSelection({ path, holder, type, answered }: SearchedObject): Omit<DeferredPlace, 'fragment'> {
  return { path, holder, type, answered };
}
