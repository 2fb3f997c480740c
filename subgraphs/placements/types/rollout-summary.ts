import { Directive, Field, Int, ObjectType } from 'type-graphql';

/** How far an image has spread; the one thing of this room that its publisher may see. */
@Directive('@authenticated')
@ObjectType()
export class RolloutSummary {
  @Directive('@tag(name: "partner")')
  @Field(() => Int)
  running!: number;

  @Directive('@tag(name: "partner")')
  @Field(() => Int)
  pulling!: number;

  @Directive('@tag(name: "partner")')
  @Field(() => Int)
  failed24h!: number;

  @Directive('@tag(name: "partner")')
  @Field(() => Date)
  asOf!: Date;
}
