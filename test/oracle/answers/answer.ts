import { type GraphQLFormattedError } from 'graphql';

/** What one of the engines answered. */
export interface Answer {
  /** The JSON of the data; absent when the operation was refused. */
  readonly data: string;
  readonly errors: readonly AnswerError[];
}

/** As much of an error as is compared. */
export interface AnswerError {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly code?: string;
}

/** The comparable part of errors as they are formatted. */
export function answerErrors(errors: readonly GraphQLFormattedError[] = []): AnswerError[] {
  return errors.map(({ path = [], message, extensions }) => ({
    path,
    message,
    ...(typeof extensions?.code === 'string' && { code: extensions.code }),
  }));
}
