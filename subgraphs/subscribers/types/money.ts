import { Directive, Field, ObjectType } from 'type-graphql';
import { Decimal } from '../../kit/scalars';

/** An amount in a currency (ISO 4217). */
@Directive('@shareable')
@ObjectType()
export class Money {
  @Field(() => Decimal) amount!: string;
  @Field(() => String) currency!: string;
}
