import { sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../../kit/database';
import type { EventHandler } from '../../kit/events';
import { newestByKey } from '../../kit/inbox';
import type { EngineDependencies } from '../engine/dependencies';
import { evictFromDevices } from '../lifecycle/evict-from-devices';
import { LIVE_SQL } from '../store/live-sql';
import { refreshProviders } from '../store/refresh-providers';
import { assignTraitBits } from '../store/trait-bits';
import { type DeviceFacts, deviceFacts } from './device-facts';
import { writeHostInventories } from './write-host-inventories';
import { writeProviders } from './write-providers';

/**
 * `devices.device.changed`: makes the provider of a new box with its inventories, and keeps both in step. Inventories
 * follow the hardware only when the hardware changed, so that what an operator set stays. A box that is retired
 * evicts what it still holds; one that leaves ACTIVATED otherwise keeps it and takes nothing new.
 */
export function deviceChanged(dependencies: EngineDependencies): EventHandler {
  return async (tx, events) => {
    const { database } = dependencies;
    const told = newestByKey(events).map(deviceFacts);
    await assignTraitBits(
      database,
      tx,
      told.flatMap((facts) => facts.traits),
    );
    const known = new Map((await readKnown(dependencies, tx, told)).map((row) => [row.id, row]));
    const news = told.filter((facts) => Number(known.get(facts.id)?.device_version ?? -1) < facts.version);
    await writeProviders(tx, news);
    const rebuilt = news.filter((facts) => known.get(facts.id)?.host_figures !== facts.host_figures);
    await writeHostInventories(tx, rebuilt);
    await refreshProviders(
      tx,
      news.filter((facts) => isNewGeneration(facts, known.get(facts.id))).map((facts) => facts.id),
    );
    await moveWithBoxes(
      tx,
      news.filter((facts) => (known.get(facts.id)?.pop_id ?? facts.pop_id) !== facts.pop_id),
    );
    const retired = news.filter((facts) => facts.lifecycle === 'RETIRED').map((facts) => facts.device_id);
    await evictFromDevices(dependencies, tx, retired, 'the box was retired');
  };
}

interface KnownProvider extends Record<string, unknown> {
  readonly id: string;
  readonly device_version: string;
  readonly host_figures: string;
  readonly pop_id: string;
  readonly traits: readonly string[];
}

function readKnown(
  { database }: EngineDependencies,
  tx: Queryable,
  told: readonly DeviceFacts[],
): Promise<KnownProvider[]> {
  return database.rows<KnownProvider>(
    sql`SELECT id, device_version, host_figures, pop_id, traits FROM providers
        WHERE id = ANY(${textArray(told.map((facts) => facts.id))}) ORDER BY id FOR NO KEY UPDATE`,
    tx,
  );
}

/** Traits, aggregates (the PoP) and inventories count; who owns the box does not (I5). */
function isNewGeneration(facts: DeviceFacts, known: KnownProvider | undefined): boolean {
  return (
    known === undefined ||
    known.host_figures !== facts.host_figures ||
    known.pop_id !== facts.pop_id ||
    known.traits.join() !== facts.traits.join()
  );
}

/** Placements go with their box to its new PoP, unless a member of their group is there already: nothing is killed. */
async function moveWithBoxes(tx: Queryable, moved: readonly DeviceFacts[]): Promise<void> {
  for (const facts of moved) {
    await tx.execute(sql`
      UPDATE placements SET pop_id = ${facts.pop_id}
      WHERE device_id = ${facts.device_id} AND state IN ${LIVE_SQL}
        AND NOT (coalesce(group_policy, '') = 'ANTI_AFFINITY_POP' AND EXISTS (
          SELECT 1 FROM placements AS other
          WHERE other.group_id = placements.group_id AND other.id <> placements.id
            AND other.pop_id = ${facts.pop_id} AND other.state IN ${LIVE_SQL}))`);
  }
}
