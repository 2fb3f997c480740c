import { sql } from 'drizzle-orm';
import { type Caller, callerScope } from '../../kit/caller';
import type { Database, Queryable } from '../../kit/database';
import { isStorableId } from '../../kit/storable-text';
import type { ClaimFacts } from '../claim/claim-facts';
import { groupJson } from './group-json';
import { imageJson } from './image-json';
import { preparedRows } from './prepared-rows';
import { providerJson } from './provider-json';

/** Whose facts are read. */
export interface FactIds {
  readonly placementId: string;
  readonly deviceId: string;
  readonly subscriberId: string;
  readonly imageId: string;
  readonly groupId: string | null;
}

/** An idempotency key, as the kit stores it. */
export interface CallKey {
  readonly caller: Caller;
  readonly operation: string;
  readonly key: string;
}

/**
 * Everything that decides a claim, in one statement and so as of one moment. Ids that nothing can have are
 * not looked for.
 */
export async function readClaimFacts(database: Database, on: Queryable, ids: FactIds): Promise<ClaimFacts> {
  const [row] = await database.rows<{ facts: ClaimFacts }>(sql`SELECT ${factsJson(ids)} AS facts`, on);
  if (row === undefined) throw new Error('placements: a SELECT without FROM answered no row');
  return row.facts;
}

/** The same before any transaction, with whether the call's key was used: then the first answer counts, not these. */
export async function readFactsAndKey(
  database: Database,
  ids: FactIds,
  call: CallKey,
): Promise<{ readonly facts: ClaimFacts; readonly keyIsKnown: boolean }> {
  const key = isStorableId(call.key) ? call.key : '';
  const [row] = await preparedRows<{ facts: ClaimFacts; known: boolean }>(
    database,
    'placements-facts-and-key',
    sql`SELECT ${factsJson(ids)} AS facts, EXISTS (
      SELECT 1 FROM idempotency_keys
      WHERE caller = ${callerScope(call.caller)} AND operation = ${call.operation} AND key = ${key}) AS known`,
  );
  if (row === undefined) throw new Error('placements: a SELECT without FROM answered no row');
  return { facts: row.facts, keyIsKnown: row.known };
}

function factsJson(ids: FactIds) {
  return sql`jsonb_build_object(
    'provider', (${providerJson(sql`device_id = ${storable(ids.deviceId)}`)}),
    'subscriber', (${subscriberJson(ids.subscriberId)}),
    'image', (${imageJson(ids.imageId)}),
    'group', (${groupJson(ids.groupId)}),
    'existing', (SELECT jsonb_build_object('consumerGeneration', consumer_generation, 'state', state)
                 FROM placements WHERE id = ${ids.placementId}))`;
}

function subscriberJson(subscriberId: string) {
  return sql`
    SELECT jsonb_build_object('id', id, 'status', status, 'creditHold', credit_hold,
      'max', jsonb_build_object('placements', max_placements, 'vcpu', max_vcpu,
        'memoryMb', max_memory_mb, 'diskGb', max_disk_gb),
      'used', jsonb_build_object('placements', used_placements, 'vcpu', used_vcpu,
        'memoryMb', used_memory_mb, 'diskGb', used_disk_gb),
      'allowedImageTags', allowed_image_tags)
    FROM subscribers WHERE id = ${storable(subscriberId)}`;
}

/** No record has an empty id, so it stands for ids that PostgreSQL could not even compare. */
function storable(id: string): string {
  return isStorableId(id) ? id : '';
}
