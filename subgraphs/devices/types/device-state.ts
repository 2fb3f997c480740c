import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { AccessTechnology } from './enums';

/** The line between a box and its PoP; other rooms know parts of it. */
@Directive('@shareable')
@ObjectType()
export class AccessLine {
  @Field(() => AccessTechnology) technology!: AccessTechnology;
  @Field(() => Int) downlinkKbps!: number;
  @Field(() => Int) uplinkKbps!: number;
  @Field(() => Int, {
    nullable: true,
    description: 'GB left this month before throttling; null = unmetered',
  })
  dataCapRemainingGb!: number | null;
}

/** What a box shall run, or what it says it runs. */
@Directive('@authenticated')
@ObjectType({ description: 'AWS/Azure device-shadow or balena target-state, versioned.' })
export class DeviceShadow {
  @Field(() => Int) version!: number;
  @Field(() => [ID]) placementIds!: readonly string[];
  @Field(() => String, { nullable: true }) softwareVersion!: string | null;
  @Field(() => Date, { nullable: true }) reportedAt!: Date | null;
}

/** What a box measured last. */
@Directive('@shareable')
@Directive('@authenticated')
@ObjectType()
export class DeviceHotState {
  @Field(() => Date) sampledAt!: Date;
  @Field(() => Int) cpuPct!: number;
  @Field(() => Int) memoryFreeMb!: number;
  @Field(() => Int) diskFreeGb!: number;
  @Field(() => Int) downlinkKbps!: number;
  @Field(() => Int) rttMs!: number;
  @Field(() => Int) runningCount!: number;
  @Field(() => Int, { nullable: true }) temperatureC!: number | null;
  @Field(() => String) bootId!: string;
}

/** How many boxes of a place are in which state. */
@Directive('@authenticated')
@ObjectType({ description: 'Counts come from Redis bitmaps/counters; asOf says how old they are.' })
export class FleetSummary {
  @Field(() => Int) total!: number;
  @Field(() => Int) online!: number;
  @Field(() => Int) stale!: number;
  @Field(() => Int) offline!: number;
  @Field(() => Int) degraded!: number;
  @Field(() => Date) asOf!: Date;
}
