import type { Job } from '../../kit/room';
import type { EngineDependencies } from '../engine/dependencies';
import type { PlacementSettings } from './settings';
import { splitAtMidnight } from '../usage/split-at-midnight';
import { countCapacity } from './count-capacity';
import { countRollouts } from './count-rollouts';
import { evictLost } from './evict-lost';
import { finishDraining } from './finish-draining';
import { freezePops } from './freeze-pops';
import { loseSilent } from './lose-silent';
import { replaceLost } from './replace-lost';
import { tellWaiting } from './tell-waiting';

/** How often days that are over are looked for. */
const SPLIT_EVERY_MS = 60_000;

/** What happens by itself, with time. */
export function createJobs(dependencies: EngineDependencies, settings: PlacementSettings): readonly Job[] {
  return [
    {
      name: 'placements: silent boxes',
      everyMs: settings.jobSeconds * 1000,
      async run() {
        // In this order: what a PoP's own fault took away must be frozen before anything is evicted or placed elsewhere.
        await freezePops(dependencies, settings.freezeShare);
        await loseSilent(dependencies, settings.lostAfterSeconds);
        await replaceLost(dependencies, settings.replaceAfterSeconds);
        await evictLost(dependencies, settings.evictAfterSeconds);
      },
    },
    {
      name: 'placements: turns to pull',
      everyMs: settings.jobSeconds * 1000,
      run: async () => void (await tellWaiting(dependencies)),
    },
    {
      name: 'placements: draining',
      everyMs: settings.jobSeconds * 1000,
      run: async () => void (await finishDraining(dependencies, settings.drainSeconds)),
    },
    {
      name: 'placements: usage of days that are over',
      everyMs: SPLIT_EVERY_MS,
      run: async () => void (await splitAtMidnight(dependencies)),
    },
    {
      name: 'placements: counters',
      everyMs: settings.countSeconds * 1000,
      async run() {
        await countCapacity(dependencies);
        await countRollouts(dependencies);
      },
    },
  ];
}
