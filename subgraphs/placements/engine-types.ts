import type { Caller } from '../kit/caller';
import type { EventHandler } from '../kit/events';
import type { Job } from '../kit/room';

/** Which kinds of resources a provider may have. */
export type ResourceClassName =
  'VCPU' | 'MEMORY_MB' | 'DISK_GB' | 'NET_BW_EGR_KILOBIT_PER_SEC' | 'NET_BW_IGR_KILOBIT_PER_SEC';

/** A state of a placement's life (domain A4). */
export type State =
  | 'REQUESTED'
  | 'SCHEDULED'
  | 'PULLING'
  | 'STARTING'
  | 'RUNNING'
  | 'DRAINING'
  | 'ENDED'
  | 'FAILED'
  | 'EVICTED'
  | 'LOST';

/** Why a placement ended. */
export type EndReason =
  | 'CUSTOMER'
  | 'OPERATOR'
  | 'ENTITLEMENT'
  | 'DEVICE_DARK'
  | 'DEVICE_RETIRED'
  | 'IMAGE_DEACTIVATED'
  | 'PREEMPTED'
  | 'ERROR';

/** How the members of a group lie to each other. */
export type Policy = 'NONE' | 'AFFINITY' | 'ANTI_AFFINITY_DEVICE' | 'ANTI_AFFINITY_POP';

/** An amount of one resource class. */
export interface Amount {
  readonly resourceClass: ResourceClassName;
  readonly amount: number;
}

/** `ClaimInput` of the schema. */
export interface ClaimCall {
  readonly placementId: string;
  readonly subscriberId: string;
  readonly imageId: string;
  readonly deviceId: string;
  readonly providerGeneration: number;
  readonly resources?: readonly Amount[] | null;
  readonly groupId?: string | null;
  readonly idempotencyKey: string;
}

/** `PlaceInput` of the schema. */
export interface PlaceCall {
  readonly subscriberId: string;
  readonly imageId: string;
  readonly deviceId?: string | null;
  readonly resources?: readonly Amount[] | null;
  readonly popIds?: readonly string[] | null;
  readonly groupId?: string | null;
  readonly idempotencyKey: string;
}

/** `CandidateRequest` of the schema. */
export interface CandidateCall {
  readonly imageId: string;
  readonly resources?: readonly Amount[] | null;
  readonly requiredTraits?: readonly string[] | null;
  readonly forbiddenTraits?: readonly string[] | null;
  readonly subscriberId?: string | null;
  readonly popIds?: readonly string[] | null;
  readonly regionId?: string | null;
  readonly groupId?: string | null;
  readonly maxPullSeconds?: number | null;
  /** Null or absent = any box that is not OFFLINE. */
  readonly onlineWithinSeconds?: number | null;
  /** @default 10 */
  readonly limit?: number | null;
}

/** The arguments of `endPlacement`. */
export interface EndCall {
  readonly placementId: string;
  readonly consumerGeneration: number;
  readonly reason: EndReason;
}

/** The arguments of `movePlacement`: exactly one of the targets. */
export interface MoveCall {
  readonly placementId: string;
  readonly consumerGeneration: number;
  readonly toDeviceId?: string | null;
  readonly toPopIds?: readonly string[] | null;
}

/** `InventoryInput` of the schema. */
export interface InventoryCall {
  readonly resourceClass: ResourceClassName;
  readonly total: number;
  /** @default 0 */
  readonly reserved?: number | null;
  /** @default 1 */
  readonly allocationRatio?: number | null;
  /** @default 1 */
  readonly minUnit?: number | null;
  /** @default the largest integer */
  readonly maxUnit?: number | null;
  /** @default 1 */
  readonly stepSize?: number | null;
}

/** The arguments of `setInventories`. */
export interface SetInventoriesCall {
  readonly deviceId: string;
  readonly providerGeneration: number;
  readonly inventories: readonly InventoryCall[];
}

interface ProblemFields {
  readonly message: string;
  readonly retryable: boolean;
}
/** How many boxes one filter left. */
export interface FilterCount {
  readonly name: string;
  readonly remaining: number;
}

export interface PlacementDone {
  readonly __typename: 'PlacementPayload';
  readonly placementId: string;
}
export interface GenerationConflictProblem extends ProblemFields {
  readonly __typename: 'GenerationConflict';
  readonly providerId: string;
}
export interface ConsumerGenerationConflictProblem extends ProblemFields {
  readonly __typename: 'ConsumerGenerationConflict';
  readonly currentGeneration: number;
}
export interface InsufficientCapacityProblem extends ProblemFields {
  readonly __typename: 'InsufficientCapacity';
  readonly resourceClass: ResourceClassName;
  readonly requested: number;
  readonly free: number;
}
export interface NoValidDeviceProblem extends ProblemFields {
  readonly __typename: 'NoValidDevice';
  readonly filters: readonly FilterCount[];
}
export interface ImageNotDeployableProblem extends ProblemFields {
  readonly __typename: 'ImageNotDeployable';
  readonly imageId: string;
}
/** `limit` is maxPlacements, vcpu, memoryMb, diskGb, status, creditHold or allowedImageTags. */
export interface EntitlementExceededProblem extends ProblemFields {
  readonly __typename: 'EntitlementExceeded';
  readonly limit: string;
  readonly allowed: number;
  readonly wouldBe: number;
}
export interface AffinityViolationProblem extends ProblemFields {
  readonly __typename: 'AffinityViolation';
  readonly groupId: string;
  readonly conflictingPlacementId: string;
}
export interface DeviceUnavailableProblem extends ProblemFields {
  readonly __typename: 'DeviceUnavailable';
  readonly deviceId: string;
}
export interface PlacementNotFoundProblem extends ProblemFields {
  readonly __typename: 'PlacementNotFound';
  readonly placementId: string;
}
export interface IllegalPlacementTransitionProblem extends ProblemFields {
  readonly __typename: 'IllegalPlacementTransition';
  readonly from: State;
  readonly to: State;
}
export interface ProviderDone {
  readonly __typename: 'ProviderPayload';
  readonly providerId: string;
  readonly overcommitted: boolean;
}

export type ClaimProblem =
  | GenerationConflictProblem
  | ConsumerGenerationConflictProblem
  | InsufficientCapacityProblem
  | ImageNotDeployableProblem
  | EntitlementExceededProblem
  | AffinityViolationProblem
  | DeviceUnavailableProblem;
export type ClaimAnswer = PlacementDone | ClaimProblem;
export type PlaceAnswer =
  | PlacementDone
  | NoValidDeviceProblem
  | ImageNotDeployableProblem
  | EntitlementExceededProblem
  | AffinityViolationProblem;
export type EndAnswer =
  | PlacementDone
  | PlacementNotFoundProblem
  | IllegalPlacementTransitionProblem
  | ConsumerGenerationConflictProblem;
export type MoveAnswer =
  | PlacementDone
  | PlacementNotFoundProblem
  | NoValidDeviceProblem
  | GenerationConflictProblem
  | ConsumerGenerationConflictProblem
  | InsufficientCapacityProblem
  | IllegalPlacementTransitionProblem;
export type SetInventoriesAnswer = ProviderDone | GenerationConflictProblem;

/** What one weigher found: `value` is 0 to 1 among the boxes that fit. */
export interface WeightFound {
  readonly name: string;
  readonly value: number;
  readonly multiplier: number;
}
/** A box that fits. */
export interface CandidateFound {
  readonly deviceId: string;
  readonly providerId: string;
  readonly providerGeneration: number;
  readonly score: number;
  readonly weights: readonly WeightFound[];
  readonly estimatedPullSeconds: number | null;
}
export interface CandidatesFound {
  readonly candidates: readonly CandidateFound[];
  readonly searched: number;
  readonly filters: readonly FilterCount[];
  readonly exhaustive: boolean;
}

/**
 * Everything that changes placements. Expected refusals are values named like the branches of the schema, with ids
 * instead of objects. Unknown subscribers, images, groups and (in `claim` and `setInventories`) devices are NOT_FOUND,
 * malformed amounts BAD_USER_INPUT errors. Callers flush the relay before they answer; policy is theirs, too.
 */
export interface Engine {
  /** @throws GraphQLError BAD_USER_INPUT, NOT_FOUND or IDEMPOTENCY_KEY_REUSED. */
  claim(call: ClaimCall, caller: Caller): Promise<ClaimAnswer>;
  /** @throws GraphQLError BAD_USER_INPUT, NOT_FOUND or IDEMPOTENCY_KEY_REUSED. */
  place(call: PlaceCall, caller: Caller): Promise<PlaceAnswer>;
  /** @throws GraphQLError BAD_USER_INPUT or NOT_FOUND. */
  allocationCandidates(call: CandidateCall, caller: Caller): Promise<CandidatesFound>;
  endPlacement(call: EndCall, caller: Caller): Promise<EndAnswer>;
  /** @throws GraphQLError BAD_USER_INPUT. */
  movePlacement(call: MoveCall, caller: Caller): Promise<MoveAnswer>;
  /** @throws GraphQLError BAD_USER_INPUT or NOT_FOUND. */
  setInventories(call: SetInventoriesCall): Promise<SetInventoriesAnswer>;
  /** Returns the new group's id. @throws GraphQLError NOT_FOUND. */
  createPlacementGroup(subscriberId: string, policy: Policy): Promise<string>;
  readonly handlers: Readonly<Record<string, EventHandler>>;
  readonly jobs: readonly Job[];
}
