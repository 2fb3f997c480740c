import { sql, type SQL } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';

/** A resource provider as it is read. */
export interface ProviderRow {
  readonly id: string;
  readonly generation: number;
  /** Null for a shared host of a PoP. */
  readonly deviceId: string | null;
  readonly traits: readonly string[];
  readonly popId: string;
  readonly [column: string]: unknown;
}

/** The providers with these ids, in any order. */
export async function readProviders(database: Database, ids: readonly string[]): Promise<ProviderRow[]> {
  return readBy(database, sql`id`, ids);
}

/** The providers of these boxes, in any order. */
export async function readProvidersOfDevices(
  database: Database,
  deviceIds: readonly string[],
): Promise<ProviderRow[]> {
  return readBy(database, sql`device_id`, deviceIds);
}

async function readBy(database: Database, column: SQL, ids: readonly string[]): Promise<ProviderRow[]> {
  const known = storableIds(ids);
  if (known.length === 0) return [];
  return database.rows<ProviderRow>(sql`
    SELECT id, generation, device_id AS "deviceId", traits, pop_id AS "popId"
    FROM providers WHERE ${column} = ANY(${textArray(known)})`);
}
