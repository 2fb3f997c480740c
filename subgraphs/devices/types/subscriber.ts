import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** The subscriber of another room, to whom this room adds the boxes. */
@Directive('@key(fields: "id")')
@Directive('@authenticated')
@ObjectType()
export class Subscriber {
  @Field(() => ID) id!: string;
}
