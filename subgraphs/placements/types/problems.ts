import { Directive, Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { Device } from './device';
import { PlacementState, ResourceClass } from './enums';
import { FilterStep } from './filter-step';
import { Image } from './image';
import { ResourceProvider } from './resource-provider';

/** Why a change was refused. */
@InterfaceType()
export abstract class PlacementProblem {
  @Field(() => String) message!: string;
  @Field(() => Boolean) retryable!: boolean;
}

/** The provider has changed since its generation was read. */
@Directive('@authenticated')
@ObjectType({ implements: PlacementProblem })
export class GenerationConflict {
  @Field(() => ResourceProvider) provider!: ResourceProvider;
}

/** The placement has changed, or exists already. */
@Directive('@authenticated')
@ObjectType({ implements: PlacementProblem })
export class ConsumerGenerationConflict {
  @Field(() => Int) currentGeneration!: number;
}

/** The box has too little left of a class. */
@Directive('@authenticated')
@ObjectType({ implements: PlacementProblem })
export class InsufficientCapacity {
  @Field(() => ResourceClass) resourceClass!: keyof typeof ResourceClass;
  @Field(() => Int) requested!: number;
  @Field(() => Int) free!: number;
}

/** No box passed all filters. */
@Directive('@authenticated')
@ObjectType({ implements: PlacementProblem })
export class NoValidDevice {
  @Field(() => [FilterStep]) filters!: FilterStep[];
}

/** The image may not be placed, or not there. */
@Directive('@authenticated')
@ObjectType({ implements: PlacementProblem })
export class ImageNotDeployable {
  @Field(() => Image) image!: Image;
}

/** The subscriber's plans do not allow it. */
@Directive('@authenticated')
@ObjectType({ implements: PlacementProblem })
export class EntitlementExceeded {
  @Field(() => String) limit!: string;
  @Field(() => Int) allowed!: number;
  @Field(() => Int) wouldBe!: number;
}

/** The group's policy forbids the place. */
@Directive('@authenticated')
@ObjectType({ implements: PlacementProblem })
export class AffinityViolation {
  @Field(() => ID) groupId!: string;
  @Field(() => ID) conflictingPlacementId!: string;
}

/** The box takes no placements now. */
@Directive('@authenticated')
@ObjectType({ implements: PlacementProblem })
export class DeviceUnavailable {
  @Field(() => Device) device!: Device;
}

/** There is no such placement. */
@Directive('@authenticated')
@ObjectType({ implements: PlacementProblem })
export class PlacementNotFound {
  @Field(() => ID) placementId!: string;
}

/** The placement's state does not allow the step. */
@Directive('@authenticated')
@ObjectType({ implements: PlacementProblem })
export class IllegalPlacementTransition {
  @Field(() => PlacementState) from!: keyof typeof PlacementState;
  @Field(() => PlacementState) to!: keyof typeof PlacementState;
}
