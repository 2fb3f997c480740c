import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Who publishes applications. Its fields that lead elsewhere are in the resolver. */
@Directive('@key(fields: "id")')
@ObjectType()
export class Publisher {
  @Directive('@tag(name: "partner")')
  @Field(() => ID)
  id!: string;

  @Directive('@tag(name: "partner")')
  @Field(() => String)
  name!: string;
}
