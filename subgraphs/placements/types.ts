import type { RoomSchema } from '../kit/room';
import { Allocation } from './types/allocation';
import { AllocationCandidate, CandidateSet, Weight } from './types/candidate-set';
import { CapacitySummary } from './types/capacity-summary';
import { Device } from './types/device';
import { Entitlement } from './types/entitlement';
import { FilterStep } from './types/filter-step';
import { Headroom } from './types/headroom';
import { Image } from './types/image';
import { Inventory } from './types/inventory';
import { Placement } from './types/placement';
import { PlacementConnection, PlacementEdge } from './types/placement-connection';
import { PlacementGroup } from './types/placement-group';
import {
  PlacementTransition,
  PlacementTransitionConnection,
  PlacementTransitionEdge,
} from './types/placement-transition';
import { PointOfPresence } from './types/point-of-presence';
import {
  AffinityViolation,
  ConsumerGenerationConflict,
  DeviceUnavailable,
  EntitlementExceeded,
  GenerationConflict,
  IllegalPlacementTransition,
  ImageNotDeployable,
  InsufficientCapacity,
  NoValidDevice,
  PlacementNotFound,
  PlacementProblem,
} from './types/problems';
import { Region } from './types/region';
import { ResourceProvider } from './types/resource-provider';
import { PlacementPayload, ProviderPayload } from './types/results';
import { RolloutSummary } from './types/rollout-summary';
import { Subscriber } from './types/subscriber';
import { UsageBucket, UsageBucketConnection, UsageBucketEdge } from './types/usage-bucket';
import { UsageRecord, UsageRecordConnection, UsageRecordEdge } from './types/usage-record';

/** Every object type of this room, so that those that only unions, interfaces or other rooms lead to are not lost. */
export const orphanedTypes: RoomSchema['orphanedTypes'] = [
  Placement,
  PlacementEdge,
  PlacementConnection,
  PlacementTransition,
  PlacementTransitionEdge,
  PlacementTransitionConnection,
  PlacementGroup,
  Allocation,
  ResourceProvider,
  Inventory,
  UsageRecord,
  UsageRecordEdge,
  UsageRecordConnection,
  UsageBucket,
  UsageBucketEdge,
  UsageBucketConnection,
  Device,
  Subscriber,
  Entitlement,
  Headroom,
  Image,
  RolloutSummary,
  PointOfPresence,
  Region,
  CapacitySummary,
  Weight,
  AllocationCandidate,
  FilterStep,
  CandidateSet,
  PlacementPayload,
  ProviderPayload,
  PlacementProblem,
  GenerationConflict,
  ConsumerGenerationConflict,
  InsufficientCapacity,
  NoValidDevice,
  ImageNotDeployable,
  EntitlementExceeded,
  AffinityViolation,
  DeviceUnavailable,
  PlacementNotFound,
  IllegalPlacementTransition,
] as RoomSchema['orphanedTypes'];
