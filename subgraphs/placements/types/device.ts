import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A box of the devices room; this room adds its provider and what is placed on it. */
@Directive('@authenticated')
@Directive('@key(fields: "id")')
@ObjectType()
export class Device {
  @Field(() => ID) id!: string;
}
