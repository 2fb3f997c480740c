import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import type { ProviderFacts } from '../claim/claim-facts';
import { providerJson } from './provider-json';

/** The providers of these boxes with their inventories. */
export async function readProviders(
  database: Database,
  deviceIds: readonly string[],
): Promise<ProviderFacts[]> {
  if (deviceIds.length === 0) return [];
  const rows = await database.rows<{ provider: ProviderFacts }>(
    providerJson(sql`device_id = ANY(${textArray(deviceIds)})`),
  );
  return rows.map((row) => row.provider);
}
