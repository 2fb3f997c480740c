import { sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../../kit/database';
import type { DomainEvent } from '../../kit/events';
import type { EngineDependencies } from '../engine/dependencies';
import { DESIRED_SQL, LIVE_SQL } from './live-sql';

/** What a transaction changed and others have to know. */
export interface Changed {
  readonly placementIds?: readonly string[];
  readonly subscriberIds?: readonly string[];
}

/**
 * Emits the present state of changed placements and of their subscribers' use, read inside the transaction that
 * changed them.
 */
export async function announce(
  { database, emit }: Pick<EngineDependencies, 'database' | 'emit'>,
  tx: Queryable,
  changed: Changed,
): Promise<void> {
  const statement = sql`
    SELECT 'placements.placement.changed' AS topic, placement.id AS key, placement.version::text AS version,
      jsonb_build_object('placementId', placement.id, 'deviceId', device_id, 'imageId', image_id,
        'subscriberId', subscriber_id, 'state', state, 'live', state IN ${LIVE_SQL},
        'desired', ${DESIRED_SQL}, 'previousDeviceId', previous_device_id,
        'sizeBytes', image.size_bytes, 'vcpu', placement.vcpu, 'memoryMb', placement.memory_mb) AS payload
    FROM placements AS placement LEFT JOIN images AS image ON image.id = placement.image_id
    WHERE placement.id = ANY(${textArray(unique(changed.placementIds))})
    UNION ALL
    SELECT 'placements.subscriber.use', id, use_version::text,
      jsonb_build_object('subscriberId', id, 'placements', used_placements, 'vcpu', used_vcpu,
        'memoryMb', used_memory_mb, 'diskGb', used_disk_gb)
    FROM subscribers WHERE id = ANY(${textArray(unique(changed.subscriberIds))})`;
  const rows = await database.rows<EventRow>(statement, tx);
  await emit(tx, rows.map(toEvent));
}

interface EventRow extends Record<string, unknown> {
  readonly topic: string;
  readonly key: string;
  readonly version: string;
  readonly payload: object;
}

function toEvent({ topic, key, version, payload }: EventRow): DomainEvent {
  return { topic, key, version: Number(version), payload };
}

function unique(ids: readonly string[] | undefined): string[] {
  return [...new Set(ids)];
}
