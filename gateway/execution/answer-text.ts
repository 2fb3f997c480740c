import { type GraphQLFormattedError } from 'graphql';
import { type ExecutionResult } from './executor';

/** The JSON of an answer (GraphQL spec, section 7.1): `errors` first, when there are any, so that they are noticed. */
export function answerText(result: ExecutionResult): string {
  return result.text ?? result.bytes?.toString() ?? JSON.stringify(answerOf(result));
}

/** The same as an object to be written as JSON. */
export function answerOf({ data, errors }: ExecutionResult): object {
  return errors.length > 0 ? { errors: errors.map(inOrder), data } : { data };
}

/** One order of keys, whoever made the error. */
function inOrder({ message, locations, path, extensions }: GraphQLFormattedError): GraphQLFormattedError {
  return {
    message,
    ...(locations && { locations }),
    ...(path && { path }),
    ...(extensions && { extensions }),
  };
}
