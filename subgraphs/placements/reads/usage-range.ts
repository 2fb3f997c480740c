import { clientError } from '../../kit/errors';

/** From (included) to (not included), as text that PostgreSQL and cursors take. */
export interface UsageRange {
  readonly from: string;
  readonly to: string;
}

/**
 * A range over which usage may be asked. A record belongs to the range that its interval begins in, so ranges that
 * adjoin share no record and leave none out. It may be as long as it likes: pages bound what an answer costs.
 *
 * @throws GraphQLError BAD_USER_INPUT when it is empty or backward.
 */
export function usageRange(from: Date, to: Date): UsageRange {
  const [begin, end] = [from.toISOString(), to.toISOString()];
  if (from >= to) {
    throw clientError('BAD_USER_INPUT', `Expected "from" before "to", got ${begin} and ${end}.`);
  }
  return { from: begin, to: end };
}
