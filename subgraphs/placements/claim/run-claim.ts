import { sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import { type IdempotentCall, recallAnswer, rememberAnswer } from '../../kit/idempotency';
import { isStorableId } from '../../kit/storable-text';
import { actorOf } from '../store/actor';
import type { EngineDependencies } from '../engine/dependencies';
import type { ClaimAnswer, PlacementDone } from '../engine-types';
import { announce } from '../store/announce';
import { hasTurn, lockPulls, waitsForTurn } from '../store/pull-turns';
import { readClaimFacts, readFactsAndKey } from '../store/read-claim-facts';
import { writeClaim } from '../store/write-claim';
import type { ClaimRequest } from './claim-request';
import { decideClaim } from './decide-claim';

/**
 * Claims one box in one transaction. A claim that must fail is refused from a plain read before any lock is
 * taken: when hundreds want the last slot, the losers cost one statement each and hold up nobody. What the read
 * would allow is decided again under the locks.
 *
 * @throws GraphQLError NOT_FOUND, BAD_USER_INPUT or IDEMPOTENCY_KEY_REUSED.
 */
export async function runClaim(
  dependencies: EngineDependencies,
  request: ClaimRequest,
  call: IdempotentCall,
): Promise<ClaimAnswer> {
  const { database } = dependencies;
  const first = await readFactsAndKey(database, request, call);
  if (!first.keyIsKnown) {
    const decision = decideClaim(first.facts, request);
    if (!decision.allowed) return decision.problem;
  }
  return database.transaction<ClaimAnswer>(async (tx, refuse) => {
    const known = await recallAnswer<PlacementDone>(database, tx, call);
    if (known !== null) return known;
    await lockBoth(tx, request);
    const decision = decideClaim(await readClaimFacts(database, tx, request), request);
    if (!decision.allowed) return refuse(decision.problem);
    const { placementId, caller } = request;
    const { deviceId, popId } = decision.provider;
    await lockPulls(tx, [popId]);
    const isTold = await hasTurn(dependencies, tx, { placementId, deviceId, popId });
    await writeClaim(tx, decision, {
      placementId,
      actor: actorOf(caller),
      at: dependencies.clock(),
      waiting: isTold ? null : waitsForTurn(dependencies, popId),
    });
    await announce(dependencies, tx, {
      placementIds: [placementId],
      subscriberIds: [decision.subscriber.id],
    });
    const answer: PlacementDone = { __typename: 'PlacementPayload', placementId };
    await rememberAnswer(tx, call, answer);
    return answer;
  });
}

/** The provider, then the subscriber: the order of `lock-rows.ts`, in one statement. */
async function lockBoth(tx: Queryable, request: ClaimRequest): Promise<void> {
  if (!isStorableId(request.deviceId) || !isStorableId(request.subscriberId)) return;
  await tx.execute(sql`
    WITH provider AS (SELECT 1 FROM providers WHERE device_id = ${request.deviceId} FOR NO KEY UPDATE)
    SELECT 1 FROM subscribers
    WHERE id = ${request.subscriberId} AND (SELECT count(*) FROM provider) >= 0
    FOR NO KEY UPDATE`);
}
