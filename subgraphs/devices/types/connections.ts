import { Directive, Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../kit/page-info';
import { Device } from './device';
import { DeviceFault, DeviceTask } from './device-task';
import { PointOfPresence } from './place';

/** A box in a page, with its own cursor. */
@Directive('@authenticated')
@ObjectType()
export class DeviceEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Device) node!: Device;
}

/** A page of boxes; `approximateTotal` is worked out by its resolver when asked for. */
@Directive('@authenticated')
@ObjectType()
export class DeviceConnection {
  @Field(() => [DeviceEdge]) edges!: DeviceEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}

/** A PoP in a page. */
@Directive('@authenticated')
@ObjectType()
export class PopEdge {
  @Field(() => String) cursor!: string;
  @Field(() => PointOfPresence) node!: PointOfPresence;
}

/** A page of PoPs. */
@Directive('@authenticated')
@ObjectType()
export class PopConnection {
  @Field(() => [PopEdge]) edges!: PopEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}

/** A task in a page. */
@Directive('@authenticated')
@ObjectType()
export class DeviceTaskEdge {
  @Field(() => String) cursor!: string;
  @Field(() => DeviceTask) node!: DeviceTask;
}

/** A page of tasks, newest first. */
@Directive('@authenticated')
@ObjectType()
export class DeviceTaskConnection {
  @Field(() => [DeviceTaskEdge]) edges!: DeviceTaskEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}

/** A fault in a page. */
@Directive('@authenticated')
@ObjectType()
export class DeviceFaultEdge {
  @Field(() => String) cursor!: string;
  @Field(() => DeviceFault) node!: DeviceFault;
}

/** A page of faults, newest first. */
@Directive('@authenticated')
@ObjectType()
export class DeviceFaultConnection {
  @Field(() => [DeviceFaultEdge]) edges!: DeviceFaultEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
