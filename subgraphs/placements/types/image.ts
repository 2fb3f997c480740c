import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** An image of the images room; this room adds where it runs. */
@Directive('@key(fields: "id")')
@ObjectType()
export class Image {
  @Directive('@tag(name: "partner")')
  @Field(() => ID)
  id!: string;
}
