import { Field, Float, InputType, Int } from 'type-graphql';
import { ResourceClass } from './enums';

/** What a provider shall have of one class. */
@InputType()
export class InventoryInput {
  @Field(() => ResourceClass) resourceClass!: keyof typeof ResourceClass;
  @Field(() => Int) total!: number;
  @Field(() => Int, { nullable: true, defaultValue: 0 }) reserved?: number | null;
  @Field(() => Float, { nullable: true, defaultValue: 1 }) allocationRatio?: number | null;
  @Field(() => Int, { nullable: true, defaultValue: 1 }) minUnit?: number | null;
  @Field(() => Int, { nullable: true }) maxUnit?: number | null;
  @Field(() => Int, { nullable: true, defaultValue: 1 }) stepSize?: number | null;
}
