import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Allocation } from './allocation';
import { Device } from './device';
import { PlacementEndReason, PlacementState } from './enums';
import { Image } from './image';
import { PlacementGroup } from './placement-group';
import { Subscriber } from './subscriber';

/** A placement. `transitions` and `usage` are added by the resolver: they have arguments or lead back here. */
@Directive('@authenticated')
@Directive('@key(fields: "id")')
@ObjectType({
  description: "One customer's claim on one box (or on a PoP host). id = Placement consumer UUID.",
})
export class Placement {
  @Field(() => ID) id!: string;
  @Field(() => PlacementState) state!: keyof typeof PlacementState;
  @Field(() => Device) device!: Device;
  @Field(() => Image) image!: Image;
  @Field(() => Subscriber) subscriber!: Subscriber;
  @Field(() => PlacementGroup, { nullable: true }) group!: PlacementGroup | null;
  @Field(() => [Allocation]) allocations!: Allocation[];

  @Field(() => Int, { description: 'Placement consumer_generation; pass back on change.' })
  consumerGeneration!: number;

  @Field(() => Date) requestedAt!: Date;
  @Field(() => Date, { nullable: true }) scheduledAt!: Date | null;
  @Field(() => Date, { nullable: true }) startedAt!: Date | null;
  @Field(() => Date, { nullable: true }) endedAt!: Date | null;
  @Field(() => PlacementEndReason, { nullable: true }) endReason!: keyof typeof PlacementEndReason | null;
  @Field(() => Int, { nullable: true }) pullProgressPct!: number | null;
  @Field(() => String, { nullable: true }) failure!: string | null;
}
