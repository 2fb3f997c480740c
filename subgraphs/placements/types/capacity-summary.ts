import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import { ResourceClass } from './enums';

/** Capacity of one resource class over many boxes, from counters. */
@Directive('@authenticated')
@ObjectType()
export class CapacitySummary {
  @Field(() => ResourceClass) resourceClass!: keyof typeof ResourceClass;
  @Field(() => Float) capacity!: number;
  @Field(() => Float) used!: number;

  @Field(() => [Int], { description: 'histogram of per-box free, power-of-two buckets' })
  freeBuckets!: number[];

  @Field(() => Date) asOf!: Date;
}
