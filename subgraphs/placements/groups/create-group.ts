import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { isStorableId } from '../../kit/storable-text';
import { notFound } from '../claim/claim-request';
import type { EngineDependencies } from '../engine/dependencies';
import type { Policy } from '../engine-types';

/**
 * Makes an empty group of one subscriber and returns its id.
 *
 * @throws GraphQLError NOT_FOUND for an unknown subscriber.
 */
export async function createPlacementGroup(
  { database, clock }: EngineDependencies,
  subscriberId: string,
  policy: Policy,
): Promise<string> {
  const id = `grp-${randomUUID()}`;
  const made = isStorableId(subscriberId)
    ? await database.db.execute(sql`
        INSERT INTO placement_groups (id, subscriber_id, policy, created_at)
        SELECT ${id}, id, ${policy}, ${clock().toISOString()}::timestamptz
        FROM subscribers WHERE id = ${subscriberId}`)
    : null;
  if (made?.rowCount !== 1) throw notFound('subscriber');
  return id;
}
