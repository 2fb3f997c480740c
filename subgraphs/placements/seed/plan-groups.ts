import { createRandom, uuidOf } from '../../kit/random';
import type { Policy } from '../engine-types';
import { LIVE_STATES } from '../lifecycle/states';
import { groupBy } from './group-by';
import { type PlannedGroup, type PlannedPlacement } from './planned-placement';

const GROUP_SHARE = 0.35;
const MAX_GROUPS = 200;

/** Groups for some of the subscribers who have more than one placement, with a policy that the members keep to. */
export function planGroups(placements: readonly PlannedPlacement[], seed: string): PlannedGroup[] {
  const random = createRandom(`${seed}/groups`);
  const live = placements.filter(({ state }) => LIVE_STATES.includes(state));
  const groups: PlannedGroup[] = [];
  for (const [subscriberId, members] of groupBy(live, ({ box }) => box.subscriberId)) {
    if (groups.length === MAX_GROUPS) break;
    if (members.length < 2 || !random.fork(subscriberId).chance(GROUP_SHARE)) continue;
    groups.push({
      id: uuidOf(`${seed}/group/${subscriberId}`),
      subscriberId,
      policy: policyOf(members),
      createdAt: Math.min(...members.map(({ steps }) => steps[0]?.at ?? 0)),
      memberIds: members.map(({ id }) => id),
    });
  }
  return groups;
}

/** The strictest policy that how they lie today keeps to. */
function policyOf(members: readonly PlannedPlacement[]): Policy {
  const devices = new Set(members.map(({ box }) => box.deviceId));
  const pops = new Set(members.map(({ box }) => box.popId));
  if (pops.size === members.length) return 'ANTI_AFFINITY_POP';
  if (devices.size === members.length) return 'ANTI_AFFINITY_DEVICE';
  return devices.size === 1 ? 'AFFINITY' : 'NONE';
}
