import { createUnionType, Directive, Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { Device } from './device';
import { DeviceTask } from './device-task';
import { DeviceLifecycle } from './enums';

/** Results of this room say themselves which type they are. */
const resolveType = (value: object): string =>
  '__typename' in value && typeof value.__typename === 'string' ? value.__typename : '';

/** Why a mutation of a box was refused. */
@InterfaceType({ resolveType })
export abstract class DeviceProblem {
  @Field(() => String) message!: string;
}

/** There is no such box. */
@Directive('@authenticated')
@ObjectType({ implements: DeviceProblem })
export class DeviceNotFound extends DeviceProblem {
  @Field(() => ID) deviceId!: string;
}

/** Somebody else changed the box first. */
@Directive('@authenticated')
@ObjectType({ implements: DeviceProblem })
export class DeviceVersionConflict extends DeviceProblem {
  @Field(() => Int) currentVersion!: number;
}

/** The state machine has no such step. */
@Directive('@authenticated')
@ObjectType({ implements: DeviceProblem })
export class IllegalDeviceTransition extends DeviceProblem {
  @Field(() => DeviceLifecycle) from!: DeviceLifecycle;
  @Field(() => DeviceLifecycle) to!: DeviceLifecycle;
}

/** Something still runs on the box. */
@Directive('@authenticated')
@ObjectType({ implements: DeviceProblem })
export class DeviceHasPlacements extends DeviceProblem {
  @Field(() => [ID]) placementIds!: string[];
}

/** The box after the change. */
@Directive('@authenticated')
@ObjectType()
export class DevicePayload {
  @Field(() => Device) device!: Device;
}

/** The task that was made. */
@Directive('@authenticated')
@ObjectType()
export class TaskPayload {
  @Field(() => DeviceTask) task!: DeviceTask;
  @Field(() => Boolean, {
    description: 'true: the box answered the connection request; false: it waits for the next inform',
  })
  delivered!: boolean;
}

/** Why one box of a pallet was not taken. */
@Directive('@authenticated')
@ObjectType()
export class ImportFailure {
  @Field(() => Int) index!: number;
  @Field(() => String) message!: string;
}

/** What became of a pallet. */
@Directive('@authenticated')
@ObjectType()
export class ImportPayload {
  @Field(() => Int) accepted!: number;
  @Field(() => [ImportFailure]) failures!: ImportFailure[];
}

/** Answers of activate, swap and quarantine. */
export const ActivateDeviceResult = createUnionType({
  name: 'ActivateDeviceResult',
  types: () => [DevicePayload, DeviceNotFound, DeviceVersionConflict, IllegalDeviceTransition] as const,
  resolveType,
});

/** Answers of retire. */
export const RetireDeviceResult = createUnionType({
  name: 'RetireDeviceResult',
  types: () =>
    [
      DevicePayload,
      DeviceNotFound,
      DeviceVersionConflict,
      IllegalDeviceTransition,
      DeviceHasPlacements,
    ] as const,
  resolveType,
});

/** Answers of enqueueTask. */
export const EnqueueTaskResult = createUnionType({
  name: 'EnqueueTaskResult',
  types: () => [TaskPayload, DeviceNotFound] as const,
  resolveType,
});
