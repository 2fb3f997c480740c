import type { Caller } from '../../kit/caller';
import { notFound } from '../claim/claim-request';
import { ownGroup } from '../claim/decide-claim';
import type { EngineDependencies } from '../engine/dependencies';
import type { CandidateCall, CandidatesFound } from '../engine-types';
import { readClaimFacts } from '../store/read-claim-facts';
import { candidateRequest } from './candidate-request';
import { findCandidates } from './find-candidates';

/**
 * Where an image may go, best box first, with how many boxes each filter left. Advice: only a claim decides.
 *
 * @throws GraphQLError BAD_USER_INPUT, or NOT_FOUND for an unknown image, subscriber or group.
 */
export async function allocationCandidates(
  dependencies: EngineDependencies,
  call: CandidateCall,
  caller: Caller,
): Promise<CandidatesFound> {
  const request = candidateRequest(call);
  const { image, subscriber, group } = await readClaimFacts(dependencies.database, dependencies.database.db, {
    placementId: '',
    deviceId: '',
    subscriberId: call.subscriberId ?? '',
    imageId: call.imageId,
    groupId: call.groupId ?? null,
  });
  if (image === null) throw notFound('image');
  if (call.subscriberId != null && subscriber === null) throw notFound('subscriber');
  if (call.groupId != null && group === null) throw notFound('placement group');
  const found = await findCandidates(dependencies, {
    wishes: call,
    request,
    image,
    subscriber,
    group: subscriber
      ? ownGroup(group, { groupId: call.groupId ?? null, subscriberId: subscriber.id })
      : group,
    caller,
  });
  const { candidates, exhaustive } = found;
  return { candidates, exhaustive, ...(await found.reasons()) };
}
