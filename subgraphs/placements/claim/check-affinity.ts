import type { AffinityViolationProblem } from '../engine-types';
import type { GroupFacts, ProviderFacts } from './claim-facts';

/**
 * The member of the group that forbids this box, or null (I10). `exceptPlacementId` is the one that is being moved.
 * The unique indexes of `placements` say the same; this finds out which member it is.
 */
export function checkAffinity(
  group: GroupFacts | null,
  provider: Pick<ProviderFacts, 'deviceId' | 'popId'>,
  exceptPlacementId?: string,
): AffinityViolationProblem | null {
  if (group === null) return null;
  const conflicting = group.members.find(
    (member) => member.placementId !== exceptPlacementId && isConflict(group, member, provider),
  );
  return conflicting
    ? {
        __typename: 'AffinityViolation',
        retryable: false,
        groupId: group.id,
        conflictingPlacementId: conflicting.placementId,
        message: `The group's policy ${group.policy} forbids this box beside another member.`,
      }
    : null;
}

function isConflict(
  group: GroupFacts,
  member: { readonly deviceId: string; readonly popId: string },
  provider: Pick<ProviderFacts, 'deviceId' | 'popId'>,
): boolean {
  switch (group.policy) {
    case 'NONE':
      return false;
    case 'AFFINITY':
      return member.deviceId !== provider.deviceId;
    case 'ANTI_AFFINITY_DEVICE':
      return member.deviceId === provider.deviceId;
    case 'ANTI_AFFINITY_POP':
      return member.popId === provider.popId;
  }
}
