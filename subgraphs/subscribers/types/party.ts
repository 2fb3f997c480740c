import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { PartyKind } from './enums';

/** Where the service is. */
@Directive('@authenticated')
@ObjectType()
export class Address {
  @Field(() => String) line1!: string;
  @Field(() => String) city!: string;
  @Field(() => String) postcode!: string;
  @Field(() => String) countryCode!: string;
}

/** The person or company behind a subscriber: personal data. */
@Directive('@authenticated')
@ObjectType({ description: 'TMF632 Individual / Organization.' })
export class Party {
  @Field(() => ID) id!: string;
  @Field(() => PartyKind) kind!: PartyKind;
  @Field(() => String) displayName!: string;
  @Field(() => String, { nullable: true }) email!: string | null;
  @Field(() => String, { nullable: true }) phone!: string | null;
  @Field(() => Address, { nullable: true }) serviceAddress!: Address | null;
}
