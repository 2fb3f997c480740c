import { registerEnumType } from 'type-graphql';

/** The states of a placement's life, in the words of the schema. */
export const PlacementState = {
  REQUESTED: 'REQUESTED',
  SCHEDULED: 'SCHEDULED',
  PULLING: 'PULLING',
  STARTING: 'STARTING',
  RUNNING: 'RUNNING',
  DRAINING: 'DRAINING',
  ENDED: 'ENDED',
  FAILED: 'FAILED',
  EVICTED: 'EVICTED',
  LOST: 'LOST',
} as const;

/** Why a placement ended. */
export const PlacementEndReason = {
  CUSTOMER: 'CUSTOMER',
  OPERATOR: 'OPERATOR',
  ENTITLEMENT: 'ENTITLEMENT',
  DEVICE_DARK: 'DEVICE_DARK',
  DEVICE_RETIRED: 'DEVICE_RETIRED',
  IMAGE_DEACTIVATED: 'IMAGE_DEACTIVATED',
  PREEMPTED: 'PREEMPTED',
  ERROR: 'ERROR',
} as const;

/** What a box has to give. */
export const ResourceClass = {
  VCPU: 'VCPU',
  MEMORY_MB: 'MEMORY_MB',
  DISK_GB: 'DISK_GB',
  NET_BW_EGR_KILOBIT_PER_SEC: 'NET_BW_EGR_KILOBIT_PER_SEC',
  NET_BW_IGR_KILOBIT_PER_SEC: 'NET_BW_IGR_KILOBIT_PER_SEC',
} as const;

/** How the members of a group lie to each other. */
export const AffinityPolicy = {
  NONE: 'NONE',
  AFFINITY: 'AFFINITY',
  ANTI_AFFINITY_DEVICE: 'ANTI_AFFINITY_DEVICE',
  ANTI_AFFINITY_POP: 'ANTI_AFFINITY_POP',
} as const;

/** What one bucket of usage stands for. */
export const UsageGroupBy = {
  SUBSCRIBER: 'SUBSCRIBER',
  SUBSCRIBER_AND_IMAGE: 'SUBSCRIBER_AND_IMAGE',
} as const;

registerEnumType(PlacementState, { name: 'PlacementState' });
registerEnumType(PlacementEndReason, { name: 'PlacementEndReason' });
registerEnumType(ResourceClass, {
  name: 'ResourceClass',
  description: 'OpenStack standard resource classes; CUSTOM_* go through resourceClass: String in inputs.',
});
registerEnumType(AffinityPolicy, { name: 'AffinityPolicy' });
registerEnumType(UsageGroupBy, { name: 'UsageGroupBy' });
