import { Field, ID, InputType, Int } from 'type-graphql';
import { ResourceAmount } from './resource-amount';

/** The claim of one candidate. */
@InputType()
export class ClaimInput {
  @Field(() => ID) placementId!: string;
  @Field(() => ID) subscriberId!: string;
  @Field(() => ID) imageId!: string;
  @Field(() => ID) deviceId!: string;
  @Field(() => Int) providerGeneration!: number;
  @Field(() => [ResourceAmount], { nullable: true }) resources?: ResourceAmount[] | null;
  @Field(() => ID, { nullable: true }) groupId?: string | null;
  @Field(() => String) idempotencyKey!: string;
}
