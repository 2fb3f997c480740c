import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars';
import { SubscriberStatus } from './enums';

/** A customer. What hangs on it (party, account, subscriptions, entitlement) are field resolvers. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "accountNumber")')
@Directive('@authenticated')
@ObjectType({ description: 'TMF629 Customer (+ TMF632 engagedParty). SoR: CRM/BSS.' })
export class Subscriber {
  @Field(() => ID) id!: string;
  @Field(() => String) accountNumber!: string;
  @Field(() => SubscriberStatus) status!: SubscriberStatus;
  @Field(() => String, { nullable: true }) statusReason!: string | null;
  @Field(() => String, { nullable: true }) segment!: string | null;
  @Field(() => DateTime) createdAt!: Date;
  @Field(() => DateTime) updatedAt!: Date;
  partyId!: string | null;
  billingAccountId!: string;
}
