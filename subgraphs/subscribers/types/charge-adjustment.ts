import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars';
import { Money } from './money';

/** A correction of one charge. `subscriber` is a field resolver. */
@Directive('@authenticated')
@ObjectType({ description: 'Rating failed or was disputed.' })
export class ChargeAdjustment {
  @Field(() => ID) id!: string;
  @Field(() => Money) amount!: Money;
  @Field(() => String) reason!: string;
  @Field(() => DateTime) createdAt!: Date;
  subscriberId!: string;
}
