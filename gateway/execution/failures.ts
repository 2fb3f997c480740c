import { type GraphQLFormattedError } from 'graphql';

/** Why a place in the data is null or missing: an error that may be shown to the client, still without its path. */
export interface FieldFailure {
  readonly error: GraphQLFormattedError;
  /** From the place down to where it happened, when a null has moved up inside the subgraph; empty when it is the place itself. */
  readonly below: readonly (string | number)[];
}

/**
 * What went wrong at which place of the merged data. Places are objects and their keys, not paths: one object may stand
 * at many paths, and its failure is told at each of them with the client's own path.
 */
export class Failures {
  private readonly byHolder = new Map<object, Map<string | number, FieldFailure[]>>();
  private readonly withoutPlace: GraphQLFormattedError[] = [];

  /** `earlier` holds what went wrong for answers before this one: its failures are reasons, but told already. */
  constructor(private readonly earlier?: Failures) {}

  /** True when nothing went wrong. */
  get isEmpty(): boolean {
    return this.byHolder.size === 0 && this.withoutPlace.length === 0 && (this.earlier?.isEmpty ?? true);
  }

  /** Errors that belong to no place in the data; shown once. */
  get loose(): readonly GraphQLFormattedError[] {
    return this.withoutPlace;
  }

  /** Notes why `holder[key]` is null or missing. `holder` is an object or a list of the merged data. */
  add(holder: object, key: string | number, failure: FieldFailure): void {
    const known = this.byHolder.get(holder) ?? new Map<string | number, FieldFailure[]>();
    this.byHolder.set(holder, known);
    const failures = known.get(key);
    if (failures) failures.push(failure);
    else known.set(key, [failure]);
  }

  /** Notes an error that belongs to no place. */
  addLoose(error: GraphQLFormattedError): void {
    this.withoutPlace.push(error);
  }

  /** The errors that belong to no place; from now on they are no longer among these. */
  takeLoose(): readonly GraphQLFormattedError[] {
    return this.withoutPlace.splice(0);
  }

  /** Why `holder[key]` is null or missing; empty when nothing is known. */
  at(holder: object, key: string | number): readonly FieldFailure[] {
    return this.byHolder.get(holder)?.get(key) ?? this.earlier?.at(holder, key) ?? NONE;
  }

  /** All that is known about `holder` itself, by key, without what was known earlier. */
  of(holder: object): ReadonlyMap<string | number, readonly FieldFailure[]> {
    return this.byHolder.get(holder) ?? NOTHING;
  }
}

const NONE: readonly FieldFailure[] = [];
const NOTHING: ReadonlyMap<string | number, readonly FieldFailure[]> = new Map();
