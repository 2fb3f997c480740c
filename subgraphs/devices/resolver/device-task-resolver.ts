import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type DevicesContext } from '../request/context';
import { type DeviceFaultRow, type DeviceRow, type DeviceTaskRow } from '../tables';
import { Device } from '../types/device';
import { DeviceFault, DeviceTask } from '../types/device-task';

/** Fields of a task that lead elsewhere. */
@Resolver(() => DeviceTask)
export class DeviceTaskResolver {
  @FieldResolver(() => Device)
  async device(@Root() task: DeviceTaskRow, @Ctx() { loaders }: DevicesContext): Promise<DeviceRow | null> {
    return loaders.device.load(task.deviceId);
  }

  @FieldResolver(() => DeviceFault, { nullable: true })
  async fault(
    @Root() task: DeviceTaskRow,
    @Ctx() { loaders }: DevicesContext,
  ): Promise<DeviceFaultRow | null> {
    return task.faultId === null ? null : loaders.fault.load(task.faultId);
  }
}
