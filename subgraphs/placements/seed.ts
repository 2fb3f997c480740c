import type { SeedOptions } from '../kit/room';
import type { EngineDependencies } from './engine/dependencies';
import { countCapacity, POPS_PER_RUN } from './jobs/count-capacity';
import { countRollouts } from './jobs/count-rollouts';
import { LIVE_STATES } from './lifecycle/states';
import { planGroups } from './seed/plan-groups';
import { planMetering } from './seed/plan-metering';
import { planPlacements } from './seed/plan-placements';
import type { PlannedPlacement } from './seed/planned-placement';
import { readSeedFacts } from './seed/seed-facts';
import { writeClaims } from './seed/write-claims';
import { writeMetering } from './seed/write-metering';
import { writePlacements } from './seed/write-placements';
import { announce } from './store/announce';

/** Aggregates announced by one statement. */
const CHUNK = 4_000;

/**
 * Writes the demonstration placements: what runs on the boxes that devices told of, for the subscribers and images
 * that the other rooms told of, with histories, claims, usage and counters. All in one transaction, the same for the
 * same seed and instant.
 */
export async function seedPlacements(dependencies: EngineDependencies, options: SeedOptions): Promise<void> {
  const { database } = dependencies;
  await database.transaction(async (tx) => {
    const facts = await readSeedFacts(database, tx);
    const placements = planPlacements(facts, options.seed, options.now);
    options.progress(0.2);
    await writePlacements(tx, placements, planGroups(placements, options.seed), (done) =>
      options.progress(0.2 + 0.4 * done),
    );
    const live = placements.filter(({ state }) => LIVE_STATES.includes(state));
    await writeClaims(
      tx,
      live.map(({ box }) => box.id),
    );
    options.progress(0.8);
    await dependencies.emit(tx, await writeMetering(database, tx, planMetering(placements, options.now)));
    await announceAll(dependencies, tx, live);
  });
  await countEverything(dependencies, options);
  options.progress(1);
}

/** So that the first query of a fresh graph finds counters. */
async function countEverything(dependencies: EngineDependencies, { pops }: SeedOptions): Promise<void> {
  for (let counted = 0; counted < pops; counted += POPS_PER_RUN) await countCapacity(dependencies);
  await countRollouts(dependencies);
}

type Transaction = Parameters<typeof announce>[1];

async function announceAll(
  dependencies: EngineDependencies,
  tx: Transaction,
  live: readonly PlannedPlacement[],
): Promise<void> {
  const subscriberIds = [...new Set(live.map(({ box }) => box.subscriberId))];
  for (let start = 0; start < live.length; start += CHUNK) {
    await announce(dependencies, tx, {
      placementIds: live.slice(start, start + CHUNK).map(({ id }) => id),
      subscriberIds: subscriberIds.slice(start, start + CHUNK),
    });
  }
}
