import { Directive, Field, Int, ObjectType } from 'type-graphql';

/** How much may run. */
@Directive('@shareable')
@ObjectType()
export class Entitlement {
  @Field(() => Int) maxPlacements!: number;
  @Field(() => Int) vcpu!: number;
  @Field(() => Int) memoryMb!: number;
  @Field(() => Int) diskGb!: number;
  @Field(() => Int) egressGbPerMonth!: number;
}
