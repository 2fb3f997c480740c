import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** What a customer picks. Its fields that lead elsewhere are in the resolver. */
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    "What a customer picks: a partner's application, published as images per architecture and version.",
})
export class Application {
  @Directive('@tag(name: "partner")')
  @Field(() => ID)
  id!: string;

  @Directive('@tag(name: "partner")')
  @Field(() => String)
  slug!: string;

  @Directive('@tag(name: "partner")')
  @Field(() => String)
  name!: string;
}
