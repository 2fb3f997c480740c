import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Decimal } from '../../kit/scalars';

/** Metered elsewhere; `status` and `ratedCharge` are field resolvers. The other fields come with the representation. */
@Directive('@key(fields: "id")')
@Directive('@authenticated')
@ObjectType({ description: 'Metered in placements, rated here: the @requires hop billing lives on.' })
export class UsageRecord {
  @Field(() => ID) id!: string;
  @Directive('@external')
  @Field(() => Decimal)
  quantity!: string;
  @Directive('@external')
  @Field(() => String)
  unit!: string;
  @Directive('@external')
  @Field(() => ID)
  subscriberId!: string;
  @Directive('@external')
  @Field(() => ID)
  imageId!: string;
}
