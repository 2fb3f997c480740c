import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import { type Caller, callerScope } from '../../kit/caller';
import type { Database, Queryable } from '../../kit/database';
import { isStorableId } from '../../kit/storable-text';
import type { ClaimFacts } from '../claim/claim-facts';
import { groupJson } from './group-json';
import { imageJson } from './image-json';
import { prepareRows } from './prepared-rows';
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
  const [row] = await database.rows<{ facts: ClaimFacts }>(
    sql`SELECT ${factsJson(storableFactIds(ids))} AS facts`,
    on,
  );
  return existing(row).facts;
}

/** The same before any transaction, with whether the call's key was used: then the first answer counts, not these. */
export async function readFactsAndKey(
  database: Database,
  ids: FactIds,
  call: CallKey,
): Promise<{ readonly facts: ClaimFacts; readonly keyIsKnown: boolean }> {
  const [row] = await factsAndKey(database, {
    ...storableFactIds(ids),
    caller: callerScope(call.caller),
    operation: call.operation,
    key: storable(call.key),
  });
  const { facts, known } = existing(row);
  return { facts, keyIsKnown: known };
}

type FactParameters = Readonly<Record<keyof FactIds, string | Placeholder>>;

const factsAndKey = prepareRows<{ facts: ClaimFacts; known: boolean }>(
  'placements-facts-and-key',
  sql`SELECT ${factsJson({
    placementId: sql.placeholder('placementId'),
    deviceId: sql.placeholder('deviceId'),
    subscriberId: sql.placeholder('subscriberId'),
    imageId: sql.placeholder('imageId'),
    groupId: sql.placeholder('groupId'),
  })} AS facts, EXISTS (
    SELECT 1 FROM idempotency_keys
    WHERE caller = ${sql.placeholder('caller')} AND operation = ${sql.placeholder('operation')}
      AND key = ${sql.placeholder('key')}) AS known`,
);

function factsJson(ids: FactParameters): SQL {
  return sql`jsonb_build_object(
    'provider', (${providerJson(sql`device_id = ${ids.deviceId}`)}),
    'subscriber', (${subscriberJson(ids.subscriberId)}),
    'image', (${imageJson(ids.imageId)}),
    'group', (${groupJson(ids.groupId)}),
    'existing', (SELECT jsonb_build_object('consumerGeneration', consumer_generation, 'state', state)
                 FROM placements WHERE id = ${ids.placementId}))`;
}

function subscriberJson(subscriberId: string | Placeholder): SQL {
  return sql`
    SELECT jsonb_build_object('id', id, 'status', status, 'creditHold', credit_hold,
      'max', jsonb_build_object('placements', max_placements, 'vcpu', max_vcpu,
        'memoryMb', max_memory_mb, 'diskGb', max_disk_gb),
      'used', jsonb_build_object('placements', used_placements, 'vcpu', used_vcpu,
        'memoryMb', used_memory_mb, 'diskGb', used_disk_gb),
      'allowedImageTags', allowed_image_tags)
    FROM subscribers WHERE id = ${subscriberId}`;
}

function storableFactIds(ids: FactIds): Record<keyof FactIds, string> {
  return {
    placementId: storable(ids.placementId),
    deviceId: storable(ids.deviceId),
    subscriberId: storable(ids.subscriberId),
    imageId: storable(ids.imageId),
    groupId: storable(ids.groupId ?? ''),
  };
}

/** No record has an empty id, so it stands for ids that PostgreSQL could not even compare. */
function storable(id: string): string {
  return isStorableId(id) ? id : '';
}

function existing<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('placements: a SELECT without FROM answered no row');
  return row;
}
