import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import { Device } from './device';
import { FilterStep } from './filter-step';
import { ResourceProvider } from './resource-provider';

/** What one weigher added to a score. */
@Directive('@authenticated')
@ObjectType()
export class Weight {
  @Field(() => String) name!: string;
  @Field(() => Float) value!: number;
  @Field(() => Float) multiplier!: number;
}

/** A box that fits, and how well. */
@Directive('@authenticated')
@ObjectType()
export class AllocationCandidate {
  @Field(() => Device) device!: Device;
  @Field(() => ResourceProvider) provider!: ResourceProvider;

  @Field(() => Int, { description: 'generation the claim must quote' })
  providerGeneration!: number;

  @Field(() => Float) score!: number;
  @Field(() => [Weight]) weights!: Weight[];
  @Field(() => Int, { nullable: true }) estimatedPullSeconds!: number | null;
}

/** The answer of a candidate search. */
@Directive('@authenticated')
@ObjectType()
export class CandidateSet {
  @Field(() => [AllocationCandidate]) candidates!: AllocationCandidate[];
  @Field(() => Int) searched!: number;
  @Field(() => [FilterStep]) filters!: FilterStep[];
  @Field(() => Boolean) exhaustive!: boolean;
}
