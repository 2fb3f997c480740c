import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import { ResourceClass } from './enums';

/** What a provider has of one class, and how much of it is taken. */
@Directive('@authenticated')
@ObjectType({ description: 'capacity = floor((total - reserved) * allocationRatio).' })
export class Inventory {
  @Field(() => ResourceClass) resourceClass!: keyof typeof ResourceClass;
  @Field(() => Int) total!: number;
  @Field(() => Int) reserved!: number;
  @Field(() => Float) allocationRatio!: number;
  @Field(() => Int) minUnit!: number;
  @Field(() => Int) maxUnit!: number;
  @Field(() => Int) stepSize!: number;
  @Field(() => Int) capacity!: number;
  @Field(() => Int) used!: number;
  @Field(() => Int) free!: number;
  @Field(() => Boolean) overcommitted!: boolean;
}
