import { allocationCandidates } from './candidates/allocation-candidates';
import { claim } from './claim/claim';
import { place } from './claim/place';
import type { EngineDependencies } from './engine-dependencies';
import type { Engine } from './engine-types';
import { createHandlers } from './events';
import { createPlacementGroup } from './groups';
import { setInventories } from './inventories/set-inventories';
import { createJobs } from './jobs/create-jobs';
import { endPlacement } from './lifecycle/end-placement';
import { movePlacement } from './lifecycle/move-placement';
import { placementSettings } from './settings';

/**
 * Everything that changes placements, on one database.
 *
 * @throws Error that names a bad setting.
 */
export function createEngine(dependencies: EngineDependencies): Engine {
  return {
    claim: (call, caller) => claim(dependencies, call, caller),
    place: (call, caller) => place(dependencies, call, caller),
    allocationCandidates: (call, caller) => allocationCandidates(dependencies, call, caller),
    endPlacement: (call, caller) => endPlacement(dependencies, call, caller),
    movePlacement: (call, caller) => movePlacement(dependencies, call, caller),
    setInventories: (call) => setInventories(dependencies, call),
    createPlacementGroup: (subscriberId, policy) => createPlacementGroup(dependencies, subscriberId, policy),
    handlers: createHandlers(dependencies),
    jobs: createJobs(dependencies, placementSettings(dependencies.settings)),
  };
}
