import { sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../../kit/database';
import { isStorableId } from '../../kit/storable-text';
import { notFound } from '../claim/claim-request';
import { checkGeneration } from '../claim/decide-claim';
import type { EngineDependencies } from '../engine/dependencies';
import type { SetInventoriesAnswer, SetInventoriesCall } from '../engine-types';
import { refreshProviders } from '../store/refresh-providers';
import { checkedInventories, type InventoryRow } from './checked-inventories';

/**
 * Replaces the inventories of a box by the list. It may go below what is used: nothing is killed, and nothing new lands
 * until it fits again (I2). A class that is left out is removed; one in use stays with a total of 0 until the last
 * claim on it is gone.
 *
 * @throws GraphQLError BAD_USER_INPUT for bad figures, NOT_FOUND for an unknown device.
 */
export async function setInventories(
  { database }: EngineDependencies,
  call: SetInventoriesCall,
): Promise<SetInventoriesAnswer> {
  const rows = checkedInventories(call.inventories);
  if (!isStorableId(call.deviceId)) throw notFound('device');
  return database.transaction<SetInventoriesAnswer>(async (tx, refuse) => {
    const [provider] = await database.rows<{ id: string; generation: number }>(
      sql`SELECT id, generation FROM providers WHERE device_id = ${call.deviceId} FOR NO KEY UPDATE`,
      tx,
    );
    if (provider === undefined) throw notFound('device');
    const conflict = checkGeneration(provider, call.providerGeneration);
    if (conflict) return refuse(conflict);
    await replaceInventories(tx, provider.id, rows);
    await refreshProviders(tx, [provider.id]);
    const [state] = await database.rows<{ overcommitted: boolean }>(
      sql`SELECT coalesce(bool_or(used > capacity), false) AS overcommitted
          FROM inventories WHERE provider_id = ${provider.id}`,
      tx,
    );
    return {
      __typename: 'ProviderPayload',
      providerId: provider.id,
      overcommitted: state?.overcommitted ?? false,
    };
  });
}

async function replaceInventories(
  tx: Queryable,
  providerId: string,
  rows: readonly InventoryRow[],
): Promise<void> {
  const kept = textArray(rows.map((row) => row.resource_class));
  await tx.execute(sql`
    DELETE FROM inventories
    WHERE provider_id = ${providerId} AND resource_class <> ALL(${kept}) AND used = 0`);
  await tx.execute(sql`
    UPDATE inventories SET total = 0, reserved = 0
    WHERE provider_id = ${providerId} AND resource_class <> ALL(${kept})`);
  await tx.execute(sql`
    INSERT INTO inventories
      (provider_id, resource_class, total, reserved, allocation_ratio, min_unit, max_unit, step_size)
    SELECT ${providerId}, resource_class, total, reserved, allocation_ratio, min_unit, max_unit, step_size
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(resource_class text, total integer,
      reserved integer, allocation_ratio numeric, min_unit integer, max_unit integer, step_size integer)
    ON CONFLICT (provider_id, resource_class) DO UPDATE SET total = excluded.total, reserved = excluded.reserved,
      allocation_ratio = excluded.allocation_ratio, min_unit = excluded.min_unit, max_unit = excluded.max_unit,
      step_size = excluded.step_size`);
}
