import { sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import type { DeviceFacts } from './device-facts';

/** Writes what devices said, new boxes and known ones, in two statements. Their traits must have their bits. */
export async function writeProviders(tx: Queryable, news: readonly DeviceFacts[]): Promise<void> {
  if (news.length === 0) return;
  const rows = JSON.stringify(news);
  await tx.execute(sql`
    INSERT INTO pops (id, region_id)
    SELECT DISTINCT pop_id, region_id FROM jsonb_to_recordset(${rows}::jsonb) AS row(pop_id text, region_id text)
    ORDER BY pop_id
    ON CONFLICT (id) DO NOTHING`);
  await tx.execute(sql`
    INSERT INTO providers (id, device_id, pop_id, region_id, arch, traits, trait_mask, lifecycle, subscriber_id,
      downlink_kbps, data_cap_gb, host_figures, device_version)
    SELECT id, device_id, pop_id, region_id, arch, traits,
      coalesce((SELECT bit_or(1::bigint << bit) FROM trait_bits WHERE trait = ANY(traits)), 0),
      lifecycle, subscriber_id, downlink_kbps, data_cap_gb, host_figures, version
    FROM jsonb_to_recordset(${rows}::jsonb) AS row(id text, device_id text, pop_id text, region_id text, arch text,
      traits text[], lifecycle text, subscriber_id text, downlink_kbps integer, data_cap_gb double precision,
      host_figures text, version bigint)
    ORDER BY id
    ON CONFLICT (id) DO UPDATE SET pop_id = excluded.pop_id, region_id = excluded.region_id, arch = excluded.arch,
      traits = excluded.traits, trait_mask = excluded.trait_mask, lifecycle = excluded.lifecycle,
      subscriber_id = excluded.subscriber_id, downlink_kbps = excluded.downlink_kbps,
      data_cap_gb = excluded.data_cap_gb, host_figures = excluded.host_figures,
      device_version = excluded.device_version
    WHERE providers.device_version < excluded.device_version`);
}
