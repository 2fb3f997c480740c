import { Field, ID, InputType, Int } from 'type-graphql';
import { ResourceAmount } from './resource-amount';

/** What to search boxes for. */
@InputType({ description: 'GET /allocation_candidates, plus what Nova filters/weighers add.' })
export class CandidateRequest {
  @Field(() => ID) imageId!: string;
  @Field(() => [ResourceAmount], { nullable: true }) resources?: ResourceAmount[] | null;
  @Field(() => [String], { nullable: true, defaultValue: [] }) requiredTraits?: string[] | null;

  @Field(() => [String], { nullable: true, defaultValue: ['COMPUTE_STATUS_DISABLED'] })
  forbiddenTraits?: string[] | null;

  @Field(() => ID, { nullable: true }) subscriberId?: string | null;
  @Field(() => [ID], { nullable: true }) popIds?: string[] | null;
  @Field(() => ID, { nullable: true }) regionId?: string | null;
  @Field(() => ID, { nullable: true }) groupId?: string | null;
  @Field(() => Int, { nullable: true }) maxPullSeconds?: number | null;
  @Field(() => Int, { nullable: true, defaultValue: 90 }) onlineWithinSeconds?: number | null;
  @Field(() => Int, { nullable: true, defaultValue: 10 }) limit?: number | null;
}
