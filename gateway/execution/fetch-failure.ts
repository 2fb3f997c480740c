import { Kind, parse, type GraphQLFormattedError, type SelectionSetNode } from 'graphql';

/** A subgraph request that brought no data, or an error without a place, and where its data was missed. */
export interface FetchFailure {
  readonly error: GraphQLFormattedError;
  /** Response keys down to the objects that wanted the data; lists on the way are not named. */
  readonly path: readonly string[];
  /** The response keys of the data that is missing in each of them. */
  readonly keys: readonly string[];
}

/** The failure of one fetch of a plan, whose `path` is as plans write it, with "@" for lists. */
export function fetchFailure(
  error: GraphQLFormattedError,
  path: readonly (string | number)[],
  query: string,
): FetchFailure {
  return {
    error,
    path: path.filter((part): part is string => typeof part === 'string' && part !== '@'),
    keys: missingKeys(query),
  };
}

function missingKeys(query: string): string[] {
  const keys = new Set<string>();
  const collect = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      if (selection.kind !== Kind.FIELD) continue;
      if (selection.name.value === '_entities' && selection.selectionSet) collect(selection.selectionSet);
      else if (selection.name.value !== '__typename')
        keys.add(selection.alias?.value ?? selection.name.value);
    }
  };
  for (const definition of parse(query, { noLocation: true }).definitions) {
    // Spreads are not followed: every fragment of the document is part of what was asked for.
    if ('selectionSet' in definition) collect(definition.selectionSet);
  }
  return [...keys];
}
