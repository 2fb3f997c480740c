import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

/** Who pays, when, and whether they still may start something. Its `balance` is a field resolver. */
@Directive('@key(fields: "id")')
@Directive('@authenticated')
@ObjectType({ description: 'TMF666 BillingAccount.' })
export class BillingAccount {
  @Field(() => ID) id!: string;
  @Field(() => Int) cycleDay!: number;
  @Field(() => String) currency!: string;
  @Field(() => Boolean) creditHold!: boolean;
  /** What is owed. Not a field by itself: the resolver asks for the scope first. */
  balance!: string;
}
