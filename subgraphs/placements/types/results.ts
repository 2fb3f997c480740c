import { createUnionType, Directive, Field, ObjectType } from 'type-graphql';
import { Placement } from './placement';
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
} from './problems';
import { ResourceProvider } from './resource-provider';

/** The change was made. */
@Directive('@authenticated')
@ObjectType()
export class PlacementPayload {
  @Field(() => Placement) placement!: Placement;
}

/** The inventories were set. */
@Directive('@authenticated')
@ObjectType()
export class ProviderPayload {
  @Field(() => ResourceProvider) provider!: ResourceProvider;

  @Field(() => Boolean, {
    description: 'true when used > capacity afterwards: nothing new lands, nothing is killed',
  })
  overcommitted!: boolean;
}

/** Answers of `claim`. */
export const ClaimResult = createUnionType({
  name: 'ClaimResult',
  types: () =>
    [
      PlacementPayload,
      GenerationConflict,
      ConsumerGenerationConflict,
      InsufficientCapacity,
      ImageNotDeployable,
      EntitlementExceeded,
      AffinityViolation,
      DeviceUnavailable,
    ] as const,
  resolveType: byTypename,
});

/** Answers of `place`. */
export const PlaceResult = createUnionType({
  name: 'PlaceResult',
  types: () =>
    [PlacementPayload, NoValidDevice, ImageNotDeployable, EntitlementExceeded, AffinityViolation] as const,
  resolveType: byTypename,
});

/** Answers of `endPlacement`. */
export const EndPlacementResult = createUnionType({
  name: 'EndPlacementResult',
  types: () =>
    [PlacementPayload, PlacementNotFound, IllegalPlacementTransition, ConsumerGenerationConflict] as const,
  resolveType: byTypename,
});

/** Answers of `movePlacement`. */
export const MovePlacementResult = createUnionType({
  name: 'MovePlacementResult',
  types: () =>
    [
      PlacementPayload,
      PlacementNotFound,
      NoValidDevice,
      GenerationConflict,
      ConsumerGenerationConflict,
      InsufficientCapacity,
      IllegalPlacementTransition,
    ] as const,
  resolveType: byTypename,
});

/** Answers of `setInventories`. */
export const SetInventoryResult = createUnionType({
  name: 'SetInventoryResult',
  types: () => [ProviderPayload, GenerationConflict] as const,
  resolveType: byTypename,
});

function byTypename(value: object): string | undefined {
  return '__typename' in value && typeof value.__typename === 'string' ? value.__typename : undefined;
}
