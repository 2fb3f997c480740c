import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

/** What images needs to know of a box's line. */
@Directive('@shareable')
@ObjectType()
export class AccessLine {
  @Field(() => Int) downlinkKbps!: number;
}

/** A box, which belongs to another subgraph; this one adds what concerns images. */
@Directive('@key(fields: "id")')
@Directive('@authenticated')
@ObjectType()
export class Device {
  @Field(() => ID) id!: string;

  @Directive('@external')
  @Field(() => AccessLine, { nullable: true })
  accessLine!: AccessLine | null;
}
