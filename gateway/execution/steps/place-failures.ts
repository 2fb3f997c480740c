import { type GraphQLFormattedError } from 'graphql';
import { isRecord } from '../../support/is-record';
import { ownValue } from '../../support/own-value';
import { type Failures } from '../failures';
import { type ProvidedKey } from './fetch-operation';
import { type AppliesTo } from './type-conditions';

/** Notes an error of a subgraph at the place of the merged data that its path leads to, from `holder` on. */
export function placeError(
  failures: Failures,
  holder: object,
  path: readonly (string | number)[],
  renames: ReadonlyMap<string, string>,
  error: GraphQLFormattedError,
): void {
  const [given, ...rest] = path;
  if (given === undefined) {
    failures.addLoose(error);
    return;
  }
  const key = typeof given === 'string' ? (renames.get(given) ?? given) : given;
  const value = Array.isArray(holder) ? (holder as unknown[])[Number(key)] : ownValue(holder, String(key));
  if (rest.length > 0 && (Array.isArray(value) || isRecord(value))) {
    placeError(failures, value, rest, renames, error);
    return;
  }
  const below = rest.map((part) => (typeof part === 'string' ? (renames.get(part) ?? part) : part));
  failures.add(holder, key, { error, below });
}

/** Notes that nothing of what a fetch provides came for `holder`. True when a place was found that lacks it. */
export function placeMissing(
  failures: Failures,
  holder: Record<string, unknown>,
  provides: readonly ProvidedKey[],
  appliesTo: AppliesTo,
  error: GraphQLFormattedError,
): boolean {
  let isPlaced = false;
  for (const key of missingKeys(holder, provides, appliesTo)) {
    // What has a reason of its own already needs no other.
    if (failures.at(holder, key).length === 0) failures.add(holder, key, { error, below: [] });
    isPlaced = true;
  }
  return isPlaced;
}

/** The keys that a fetch provides for `holder` and that it does not have yet. */
export function missingKeys(
  holder: Record<string, unknown>,
  provides: readonly ProvidedKey[],
  appliesTo: AppliesTo,
): readonly string[] {
  const given = ownValue(holder, '__typename');
  const typename = typeof given === 'string' ? given : undefined;
  return provides
    .filter(({ conditions }) =>
      conditions.every((condition) => typename === undefined || appliesTo(condition, typename)),
    )
    .map(({ key }) => key)
    .filter((key) => (ownValue(holder, key) ?? null) === null);
}
