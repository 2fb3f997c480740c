import { Directive, Field, Int, ObjectType } from 'type-graphql';

/** What a subscriber may use; owned by the subscribers room, which sends it along where headroom needs it. */
@Directive('@shareable')
@ObjectType()
export class Entitlement {
  @Field(() => Int) maxPlacements!: number;
  @Field(() => Int) vcpu!: number;
  @Field(() => Int) memoryMb!: number;
  @Field(() => Int) diskGb!: number;
}
