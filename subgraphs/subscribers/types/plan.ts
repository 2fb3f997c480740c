import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Entitlement } from './entitlement';
import { Money } from './money';

/** What can be subscribed to; public. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'TMF620 ProductOffering.' })
export class Plan {
  @Field(() => ID) id!: string;
  @Directive('@tag(name: "partner")')
  @Field(() => String)
  name!: string;
  @Field(() => Money) monthlyFee!: Money;
  @Field(() => Entitlement) included!: Entitlement;
  /** Images with one of these tags may run; an empty list allows every image. */
  @Field(() => [String]) allowedImageTags!: readonly string[];
}
