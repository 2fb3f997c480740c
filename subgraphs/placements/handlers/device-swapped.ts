import { sql } from 'drizzle-orm';
import { type Queryable } from '../../kit/database';
import type { EventHandler } from '../../kit/events';
import { checkAffinity } from '../claim/check-affinity';
import { checkCapacity } from '../claim/check-capacity';
import { checkImageFits } from '../claim/check-image';
import { checkPull } from '../claim/check-pull';
import type { ClaimFacts, ProviderFacts } from '../claim/claim-facts';
import type { EngineDependencies } from '../engine/dependencies';
import type { Amount } from '../engine-types';
import { evict, evictFromDevices, type Eviction } from '../lifecycle/evict-from-devices';
import { isMovable } from '../lifecycle/states';
import { type LockedPlacement, lockPlacements, lockProviders } from '../store';
import { providerIdOf } from '../store/provider-id';
import { readAmounts } from '../store/read-amounts';
import { readClaimFacts } from '../store/read-claim-facts';
import { writeMove } from '../store/write-move';

/**
 * `devices.device.swapped`: what ran on the old box goes to the new one, oldest claim first, as far as it fits; the rest
 * is evicted, each with what spoke against it in its history. The new box may not be known as ACTIVATED yet: the swap itself says that it takes the old one's place.
 */
export function deviceSwapped(dependencies: EngineDependencies): EventHandler {
  return async (tx, events) => {
    for (const { payload } of events) {
      await swap(dependencies, tx, String(payload['fromDeviceId']), String(payload['toDeviceId']));
    }
  };
}

async function swap(
  dependencies: EngineDependencies,
  tx: Queryable,
  fromDeviceId: string,
  toDeviceId: string,
): Promise<void> {
  const providerIds = [providerIdOf(fromDeviceId), providerIdOf(toDeviceId)];
  await lockProviders(tx, providerIds);
  const live = await lockPlacements(dependencies.database, tx, { deviceIds: [fromDeviceId] }, providerIds);
  const evictions: Eviction[] = [];
  for (const placement of await inOrderOfClaims(dependencies, tx, live)) {
    if (!isMovable(placement.state)) continue;
    const obstacle = await moveIfItFits(dependencies, tx, placement, toDeviceId);
    if (obstacle !== null) {
      const reason = `its box was swapped for ${toDeviceId}, which cannot take it: ${obstacle}`;
      evictions.push({ placement, reason });
    }
  }
  await evict(dependencies, tx, evictions);
  await evictFromDevices(
    dependencies,
    tx,
    [fromDeviceId],
    `its box was swapped for ${toDeviceId} while it was ending`,
  );
}

async function inOrderOfClaims(
  { database }: EngineDependencies,
  tx: Queryable,
  live: readonly LockedPlacement[],
): Promise<LockedPlacement[]> {
  const order = await database.rows<{ id: string }>(
    sql`SELECT id FROM placements WHERE device_id = ${live[0]?.device_id ?? ''} ORDER BY requested_at, id`,
    tx,
  );
  return order.flatMap(({ id }) => live.filter((placement) => placement.id === id));
}

/** Moves the placement, or answers what speaks against it. */
async function moveIfItFits(
  dependencies: EngineDependencies,
  tx: Queryable,
  placement: LockedPlacement,
  toDeviceId: string,
): Promise<string | null> {
  const { database } = dependencies;
  const facts = await readClaimFacts(database, tx, {
    placementId: placement.id,
    deviceId: toDeviceId,
    subscriberId: placement.subscriber_id,
    imageId: placement.image_id,
    groupId: placement.group_id,
  });
  if (facts.provider === null) return 'nothing is known of that box.';
  const amounts = await readAmounts(database, tx, placement.id);
  const obstacle = obstacleTo(facts, facts.provider, amounts, placement.id);
  if (obstacle !== null) return obstacle;
  await writeMove(dependencies, tx, {
    placement,
    to: facts.provider,
    classes: amounts.length,
    actor: 'devices',
    reason: `its box ${placement.device_id} was swapped for ${toDeviceId}`,
  });
  return null;
}

function obstacleTo(
  { image, group }: ClaimFacts,
  provider: ProviderFacts,
  amounts: readonly Amount[],
  placementId: string,
): string | null {
  // Running placements stay although their image was deactivated, so only the fit counts.
  const problem =
    (image && checkImageFits(image, provider)) ??
    checkCapacity(provider, amounts) ??
    (image && checkPull(image, provider)) ??
    checkAffinity(group, provider, placementId);
  return problem?.message ?? null;
}
