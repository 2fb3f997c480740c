import { allocationCandidates } from './candidates/allocation-candidates';
import { claim } from './claim/claim';
import { place } from './claim/place';
import type { EngineDependencies } from './engine/dependencies';
import type { Engine } from './engine-types';
import { createHandlers } from './events';
import { createGate } from './claim/gate';
import { createPlacementGroup } from './groups/create-group';
import { setInventories } from './inventories/set-inventories';
import { createJobs } from './jobs/create-jobs';
import { endPlacement } from './lifecycle/end-placement';
import { movePlacement } from './lifecycle/move-placement';
import { placementSettings } from './jobs/settings';

/** Claims of one process that are at work at once; less than the pool has, so that readers always get in. */
const CLAIMS_AT_ONCE = 4;

/**
 * Everything that changes placements, on one database.
 *
 * @throws Error that names a bad setting.
 */
export function createEngine(dependencies: EngineDependencies): Engine {
  const gate = createGate(CLAIMS_AT_ONCE);
  return {
    claim: (call, caller) => gate(() => claim(dependencies, call, caller)),
    place: (call, caller) => gate(() => place(dependencies, call, caller)),
    allocationCandidates: (call, caller) => allocationCandidates(dependencies, call, caller),
    endPlacement: (call, caller) => endPlacement(dependencies, call, caller),
    movePlacement: (call, caller) => movePlacement(dependencies, call, caller),
    setInventories: (call) => setInventories(dependencies, call),
    createPlacementGroup: (subscriberId, policy) => createPlacementGroup(dependencies, subscriberId, policy),
    handlers: createHandlers(dependencies),
    jobs: createJobs(dependencies, placementSettings(dependencies.settings)),
  };
}
