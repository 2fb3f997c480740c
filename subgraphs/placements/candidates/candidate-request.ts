import { clientError } from '../../kit/errors';
import { checkedAmounts } from '../claim/claim-request';
import { DISABLED_TRAIT } from '../claim/check-device';
import type { Amount, CandidateCall } from '../engine-types';

/** What boxes must have, checked as far as that needs no records. */
export interface CandidateRequest {
  /** Null = what the image requires. */
  readonly amounts: readonly Amount[] | null;
  readonly requiredTraits: readonly string[];
  readonly forbiddenTraits: readonly string[];
  readonly maxPullSeconds: number | null;
  readonly onlineWithinSeconds: number | null;
  readonly limit: number;
}

const DEFAULT_LIMIT = 10;
/** As many as a page of any connection has. */
const MAX_LIMIT = 500;

/** How a scheduler looks for boxes unless it says otherwise: those heard of within three heartbeats. */
export const DEFAULT_REQUEST: CandidateRequest = {
  amounts: null,
  requiredTraits: [],
  forbiddenTraits: [DISABLED_TRAIT],
  maxPullSeconds: null,
  onlineWithinSeconds: 90,
  limit: DEFAULT_LIMIT,
};

/** @throws GraphQLError BAD_USER_INPUT for a limit outside 1 to 500, negative seconds and bad amounts. */
export function candidateRequest(call: CandidateCall): CandidateRequest {
  const limit = call.limit ?? DEFAULT_LIMIT;
  if (limit < 1 || limit > MAX_LIMIT) {
    throw clientError('BAD_USER_INPUT', `Expected "limit" between 1 and ${MAX_LIMIT}, got ${limit}.`);
  }
  return {
    amounts: checkedAmounts(call.resources),
    requiredTraits: call.requiredTraits ?? [],
    forbiddenTraits: call.forbiddenTraits ?? [DISABLED_TRAIT],
    maxPullSeconds: seconds('maxPullSeconds', call.maxPullSeconds),
    onlineWithinSeconds: seconds('onlineWithinSeconds', call.onlineWithinSeconds),
    limit,
  };
}

function seconds(name: string, value: number | null | undefined): number | null {
  if (value == null) return null;
  if (value < 0) throw clientError('BAD_USER_INPUT', `Expected "${name}" of at least 0, got ${value}.`);
  return value;
}
