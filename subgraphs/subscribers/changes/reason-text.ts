import { clientError } from '../../kit/errors';

const MAX_LENGTH = 500;

/** @throws GraphQLError BAD_USER_INPUT for a reason that is too long or cannot be stored. */
export function checkReason(reason: string): void {
  if (reason.length > MAX_LENGTH || reason.includes('\0') || !reason.isWellFormed()) {
    throw clientError(
      'BAD_USER_INPUT',
      `Expected a "reason" of at most ${MAX_LENGTH} printable characters, got ${reason.length}.`,
    );
  }
}
