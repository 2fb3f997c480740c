import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import { LIVE_SQL } from './live-sql';

/** A SELECT of one group and its live members as `GroupFacts` in JSON. */
export function groupJson(groupId: string | Placeholder): SQL {
  return sql`
    SELECT jsonb_build_object('id', id, 'subscriberId', subscriber_id, 'policy', policy,
      'members', coalesce((
        SELECT jsonb_agg(jsonb_build_object('placementId', member.id, 'deviceId', device_id, 'popId', pop_id))
        FROM placements AS member WHERE member.group_id = placement_groups.id AND state IN ${LIVE_SQL}), '[]'))
    FROM placement_groups WHERE id = ${groupId}`;
}
