import { type SQL, sql } from 'drizzle-orm';

/** A SELECT of providers and their inventories as `ProviderFacts` in JSON, one a row, in the column `provider`. */
export function providerJson(condition: SQL): SQL {
  return sql`
    SELECT jsonb_build_object('id', id, 'deviceId', device_id, 'generation', generation, 'popId', pop_id,
      'arch', arch, 'traits', traits, 'lifecycle', lifecycle, 'reachability', reachability,
      'subscriberId', subscriber_id, 'downlinkKbps', downlink_kbps, 'dataCapGb', data_cap_gb,
      'inventories', coalesce((
        SELECT jsonb_agg(jsonb_build_object('resourceClass', resource_class, 'capacity', capacity, 'used', used,
          'minUnit', min_unit, 'maxUnit', max_unit, 'stepSize', step_size))
        FROM inventories WHERE provider_id = providers.id), '[]')) AS provider
    FROM providers WHERE ${condition}`;
}
