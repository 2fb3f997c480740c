import { Field, ID, InputType } from 'type-graphql';
import { ResourceAmount } from './resource-amount';

/** What to place, and where it may go. */
@InputType()
export class PlaceInput {
  @Field(() => ID) subscriberId!: string;
  @Field(() => ID) imageId!: string;
  @Field(() => ID, { nullable: true }) deviceId?: string | null;
  @Field(() => [ResourceAmount], { nullable: true }) resources?: ResourceAmount[] | null;
  @Field(() => [ID], { nullable: true }) popIds?: string[] | null;
  @Field(() => ID, { nullable: true }) groupId?: string | null;
  @Field(() => String) idempotencyKey!: string;
}
