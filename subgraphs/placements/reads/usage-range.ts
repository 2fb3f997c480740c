import { clientError } from '../../kit/errors';

/** Longest range that usage is read over. */
const MAX_DAYS = 400;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** From (included) to (not included), as text that PostgreSQL and cursors take. */
export interface UsageRange {
  readonly from: string;
  readonly to: string;
}

/**
 * A range over which usage may be asked. A record belongs to the range that its interval begins in, so ranges that
 * adjoin share no record and leave none out.
 *
 * @throws GraphQLError BAD_USER_INPUT when it is empty, backward or too long.
 */
export function usageRange(from: Date, to: Date): UsageRange {
  const [begin, end] = [from.toISOString(), to.toISOString()];
  if (from >= to) {
    throw clientError('BAD_USER_INPUT', `Expected "from" before "to", got ${begin} and ${end}.`);
  }
  if (to.getTime() - from.getTime() > MAX_DAYS * DAY_MS) {
    throw clientError('BAD_USER_INPUT', `Expected at most ${MAX_DAYS} days, got ${begin} to ${end}.`);
  }
  return { from: begin, to: end };
}
