import { type GraphQLFormattedError } from 'graphql';

/** An answer whose errors may all be shown to the client it is for. */
export interface ExecutionResult {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLFormattedError[];
  /** The finished JSON of the whole answer, when it was written directly; `data` is then made only if it is asked for. */
  readonly text?: string;
  /** The same as bytes. */
  readonly bytes?: Buffer;
  /** True for the error with which a subscription ends. */
  readonly isLast?: boolean;
}
