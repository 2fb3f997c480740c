import { type GraphQLFormattedError } from 'graphql';
import { clientError } from '../../errors';
import { type FieldFailure, type Failures } from '../failures';

type Path = readonly (string | number)[];

/** An answer never lists more errors than this. */
const MAX_ERRORS = 100;

/** A failure of a field that the client did not select of this object, and where it would stand among the errors. */
interface Unselected {
  readonly holder: object;
  readonly key: string | number;
  readonly error: GraphQLFormattedError;
  readonly path: Path;
  readonly position: number;
}

/** The errors of one answer while it is put together, in the order of their places. */
export class AnswerErrors {
  /** Where the client's data is being looked at. */
  readonly path: (string | number)[] = [];
  private readonly errors: GraphQLFormattedError[] = [];
  /** The places of failures already told: what is null above or below them has its reason. */
  private readonly explained: Path[] = [];
  private readonly told = new Map<object, Set<string | number>>();
  private readonly unselected: Unselected[] = [];

  constructor(private readonly failures: Failures) {
    for (const error of failures.loose) this.push(error, []);
  }

  /** All errors. A failure of a field that was selected at no place of its object is told at those places instead. */
  list(): readonly GraphQLFormattedError[] {
    const rest = this.unselected.filter(({ holder, key }) => !this.told.get(holder)?.has(key));
    if (rest.length === 0) return this.errors;
    const all: GraphQLFormattedError[] = [];
    for (let position = 0; position <= this.errors.length; position += 1) {
      for (const { error, path, ...other } of rest) {
        if (other.position === position) all.push(placed(error, path));
      }
      all.push(...this.errors.slice(position, position + 1));
    }
    return all.slice(0, MAX_ERRORS);
  }

  /** Adds that the value at the path is not what the schema says, unless a failure at, above or below it is told. */
  add(message: string): void {
    if (this.isFull || this.isExplained()) return;
    this.push(clientError('SUBREQUEST_MALFORMED_RESPONSE', { message }), [...this.path]);
  }

  /** Tells the failures at `holder[key]`, whose place is the path; false when there are none. */
  tell(holder: object, key: string | number): boolean {
    if (this.failures.isEmpty) return false;
    const failures = this.failures.at(holder, key);
    if (failures.length === 0) return false;
    const keys = this.told.get(holder) ?? new Set();
    this.told.set(holder, keys.add(key));
    const told: FieldFailure[] = [];
    for (const failure of failures) {
      if (this.isFull) break;
      if (told.some((earlier) => isSame(earlier, failure))) continue;
      told.push(failure);
      const path = [...this.path, ...failure.below];
      this.explained.push(path);
      this.push(failure.error, path);
    }
    return true;
  }

  /** Notes what failed of `holder`, at whose place the path is, and that the client did not select there. */
  noteUnselected(holder: object, selected: ReadonlySet<string>): void {
    if (this.failures.isEmpty) return;
    const byKey = [...this.failures.of(holder)].slice(0, MAX_ERRORS);
    const noted = byKey.filter(([key]) => selected.has(String(key))).flatMap(([, failures]) => failures);
    for (const [key, failures] of byKey) {
      if (selected.has(String(key))) continue;
      for (const failure of failures) {
        if (this.isFull || this.unselected.length >= MAX_ERRORS) return;
        if (noted.some(({ error }) => isSameError(error, failure.error))) continue;
        noted.push(failure);
        const position = this.errors.length;
        this.unselected.push({ holder, key, error: failure.error, path: [...this.path], position });
      }
    }
  }

  private get isFull(): boolean {
    return this.errors.length >= MAX_ERRORS;
  }

  private push(error: GraphQLFormattedError, path: Path): void {
    if (!this.isFull) this.errors.push(placed(error, path));
  }

  private isExplained(): boolean {
    return this.explained.some((other) => {
      const common = Math.min(other.length, this.path.length);
      for (let index = 0; index < common; index += 1) if (other[index] !== this.path[index]) return false;
      return true;
    });
  }
}

function placed(
  { message, locations, extensions }: GraphQLFormattedError,
  path: Path,
): GraphQLFormattedError {
  return {
    message,
    ...(locations && { locations }),
    ...(path.length > 0 && { path }),
    ...(extensions && { extensions }),
  };
}

function isSame(one: FieldFailure, other: FieldFailure): boolean {
  return (
    isSameError(one.error, other.error) &&
    one.below.length === other.below.length &&
    one.below.every((part, index) => part === other.below[index])
  );
}

function isSameError(one: GraphQLFormattedError, other: GraphQLFormattedError): boolean {
  return one === other || (one.message === other.message && one.extensions?.code === other.extensions?.code);
}
