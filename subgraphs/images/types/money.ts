import { Directive, Field, ObjectType } from 'type-graphql';
import { Decimal } from '../../kit/scalars';

/** An exact amount in one currency. */
@Directive('@shareable')
@ObjectType()
export class Money {
  @Field(() => Decimal) amount!: string;
  @Field(() => String) currency!: string;
}
