import { type GraphQLFormattedError } from 'graphql';
import { type ExecutionResult } from '../execution-result';
import { type Addition } from './split-answer';

/** A deferred fragment at one place of the answer, announced to the client. */
export interface PendingPart {
  readonly id: string;
  /** The client's own label. */
  readonly label: string | undefined;
  readonly path: readonly (string | number)[];
}

/** The answer to one deferred fragment at one place. */
export interface PartAnswer {
  readonly part: PendingPart;
  /** The type of the object at its place; an abstract one when nobody needed to know more. */
  readonly typeName: string;
  /** All that the fragment selects, also what the client has already; null when a null moved up to its place. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLFormattedError[];
  /** What the client does not have yet; undefined when the fragment failed as a whole. */
  readonly additions: readonly Addition[] | undefined;
  /** The errors that the client was not told yet. */
  readonly newErrors: readonly GraphQLFormattedError[];
}

/** Answers that are ready at the same time, and what they announce in turn. */
export interface Delivery {
  readonly answers: readonly PartAnswer[];
  readonly pending: readonly PendingPart[];
  readonly hasNext: boolean;
}

/** An operation that is answered bit by bit. */
export interface DeferredExecution {
  readonly first: ExecutionResult;
  /** What is announced with the first answer; empty when nothing follows. */
  readonly pending: readonly PendingPart[];
  /** The rest, in the order in which it becomes ready. Ends after the one without a next. */
  readonly rest: AsyncIterable<Delivery>;
}
