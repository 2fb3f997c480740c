import {
  isListType,
  isNonNullType,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLType,
} from 'graphql';

/** Whether answers of type `after` fit clients that expect `before`: a value may stop being null, and nothing else. */
export function isSafeForAnswers(before: GraphQLOutputType, after: GraphQLOutputType): boolean {
  return fits(after, before);
}

/** Whether values that clients give as `before` fit `after`: it may start to accept null, and nothing else. */
export function isSafeForValues(before: GraphQLInputType, after: GraphQLInputType): boolean {
  return fits(before, after);
}

/** Whether all values of `narrow` are values of `wide`, by lists and nulls only: named types must be the same. */
function fits(narrow: GraphQLType, wide: GraphQLType): boolean {
  if (isNonNullType(narrow)) return fits(narrow.ofType, isNonNullType(wide) ? wide.ofType : wide);
  if (isNonNullType(wide)) return false;
  if (isListType(narrow)) return isListType(wide) && fits(narrow.ofType, wide.ofType);
  return !isListType(wide) && narrow.name === wide.name;
}
