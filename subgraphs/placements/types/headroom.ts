import { Directive, Field, Int, ObjectType } from 'type-graphql';

/** What a subscriber may still use: entitlement minus live placements, never below 0 (advisory; the claim decides). */
@Directive('@authenticated')
@ObjectType()
export class Headroom {
  @Field(() => Int) placements!: number;
  @Field(() => Int) vcpu!: number;
  @Field(() => Int) memoryMb!: number;
  @Field(() => Int) diskGb!: number;
}
