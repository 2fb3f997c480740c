import { Field, ID, InputType, Int } from 'type-graphql';
import { Arch, DeviceLifecycle, HealthStatus, Reachability } from './enums';

/** Which boxes of a list. Every field narrows; an empty list matches nothing. */
@InputType()
export class DeviceFilter {
  @Field(() => [DeviceLifecycle], { nullable: true }) lifecycle?: DeviceLifecycle[] | null;
  @Field(() => [Reachability], { nullable: true }) reachability?: Reachability[] | null;
  @Field(() => [HealthStatus], { nullable: true }) health?: HealthStatus[] | null;
  @Field(() => ID, { nullable: true }) modelId?: string | null;
  @Field(() => Arch, { nullable: true }) arch?: Arch | null;
  @Field(() => String, { nullable: true }) softwareVersion?: string | null;
  @Field(() => ID, { nullable: true }) popId?: string | null;
  @Field(() => ID, { nullable: true }) regionId?: string | null;
  @Field(() => Int, { nullable: true }) silentForSeconds?: number | null;
  @Field(() => Boolean, { nullable: true }) drifted?: boolean | null;
}

/** One box of a pallet. */
@InputType()
export class ImportDeviceInput {
  @Field(() => String) oui!: string;
  @Field(() => String) productClass!: string;
  @Field(() => String) serialNumber!: string;
  @Field(() => ID) modelId!: string;
  @Field(() => ID) popId!: string;
}

/** A parameter of a task. */
@InputType()
export class TaskParameter {
  @Field(() => String) path!: string;
  @Field(() => String) value!: string;
  @Field(() => String, { nullable: true, defaultValue: 'xsd:string' }) type?: string | null;
}
