import { sql } from 'drizzle-orm';
import type { EngineDependencies } from '../engine/dependencies';

/** Boxes that fall silent within this time fell silent together. */
const TOGETHER = '2 minutes';
/** Fewer boxes than this are never "a PoP going dark". */
const LEAST_BOXES = 2;

/**
 * Freezes PoPs of which more than `share` of the boxes went dark together and still are: it is the PoP or the backhaul,
 * and evicting its placements would only make it worse (Kubernetes' zone disruption rule). Thaws the others.
 */
export async function freezePops({ database, clock }: EngineDependencies, share: number): Promise<void> {
  await database.db.execute(sql`
    WITH dark AS (
      SELECT pop_id, count(*) OVER (
        PARTITION BY pop_id ORDER BY dark_since
        RANGE BETWEEN ${sql.raw(`interval '${TOGETHER}'`)} PRECEDING AND CURRENT ROW) AS together
      FROM providers WHERE reachability = 'OFFLINE' AND lifecycle = 'ACTIVATED' AND dark_since IS NOT NULL),
    most AS (SELECT pop_id, max(together) AS together FROM dark GROUP BY pop_id),
    frozen AS (
      SELECT pop_id FROM most
      WHERE together >= ${LEAST_BOXES} AND together > ${share}::double precision * (
        SELECT count(*) FROM providers WHERE providers.pop_id = most.pop_id AND lifecycle = 'ACTIVATED'))
    UPDATE pops SET frozen_since = CASE
      WHEN id IN (SELECT pop_id FROM frozen) THEN coalesce(frozen_since, ${clock().toISOString()}::timestamptz) END
    WHERE (frozen_since IS NOT NULL) <> (id IN (SELECT pop_id FROM frozen))`);
}
