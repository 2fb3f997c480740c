import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type DevicesContext } from '../request/context';
import { type HotRecord } from '../hot-state/hot-state';
import {
  administrativeState,
  deviceHealth,
  deviceReachability,
  isInService,
  operationalState,
  usageState,
} from '../reachability/device-states';
import { faultPage, taskPage } from '../task/task-page';
import { type DeviceModelRow, type DeviceRow, type PopRow } from '../tables';
import { DeviceFaultConnection, DeviceTaskConnection } from '../types/connections';
import { Device } from '../types/device';
import { DeviceModel } from '../types/device-model';
import { AccessLine, DeviceHotState, DeviceShadow } from '../types/device-state';
import {
  HealthStatus,
  Reachability,
  ResourceAdministrativeState,
  ResourceOperationalState,
  ResourceUsageState,
  TaskState,
} from '../types/enums';
import { PointOfPresence } from '../types/place';
import { Subscriber } from '../types/subscriber';

/** Fields of a box that lead elsewhere or are derived from its hot state. */
@Resolver(() => Device)
export class DeviceResolver {
  @FieldResolver(() => DeviceModel)
  async model(@Root() device: DeviceRow, @Ctx() { loaders }: DevicesContext): Promise<DeviceModelRow | null> {
    return loaders.model.load(device.modelId);
  }

  @FieldResolver(() => PointOfPresence)
  async pop(@Root() device: DeviceRow, @Ctx() { loaders }: DevicesContext): Promise<PopRow | null> {
    return loaders.pop.load(device.popId);
  }

  @FieldResolver(() => Subscriber, { nullable: true })
  subscriber(@Root() device: DeviceRow): { id: string } | null {
    return device.subscriberId === null ? null : { id: device.subscriberId };
  }

  @FieldResolver(() => AccessLine, { nullable: true })
  accessLine(@Root() device: DeviceRow): object | null {
    const { accessTechnology: technology, downlinkKbps, uplinkKbps, dataCapRemainingGb } = device;
    if (technology === null || downlinkKbps === null || uplinkKbps === null) return null;
    return { technology, downlinkKbps, uplinkKbps, dataCapRemainingGb };
  }

  @FieldResolver(() => DeviceShadow)
  desired(@Root() device: DeviceRow): object {
    return {
      version: device.desiredVersion,
      placementIds: device.desiredPlacementIds,
      softwareVersion: device.desiredSoftwareVersion,
      reportedAt: null,
    };
  }

  @FieldResolver(() => DeviceShadow, { nullable: true })
  reported(@Root() device: DeviceRow): object | null {
    if (device.reportedVersion === null) return null;
    return {
      version: device.reportedVersion,
      placementIds: device.reportedPlacementIds,
      softwareVersion: device.softwareVersion,
      reportedAt: device.reportedAt,
    };
  }

  @FieldResolver(() => Int, { description: 'desired.version - reported.version; 0 = converged.' })
  driftVersions(@Root() device: DeviceRow): number {
    return device.desiredVersion - (device.reportedVersion ?? 0);
  }

  @FieldResolver(() => Reachability)
  async reachability(@Root() device: DeviceRow, @Ctx() context: DevicesContext): Promise<Reachability> {
    const record = await hotRecord(device, context);
    return deviceReachability(
      device.lifecycle,
      record,
      context.loaders.now.getTime(),
      context.services.limits,
    );
  }

  @FieldResolver(() => Date, { nullable: true })
  async lastSeenAt(@Root() device: DeviceRow, @Ctx() context: DevicesContext): Promise<Date | null> {
    const record = await hotRecord(device, context);
    return record === null ? null : new Date(record.lastSeenAtMs);
  }

  @FieldResolver(() => HealthStatus)
  async health(@Root() device: DeviceRow, @Ctx() context: DevicesContext): Promise<HealthStatus> {
    return deviceHealth(await hotRecord(device, context));
  }

  @FieldResolver(() => DeviceHotState, {
    nullable: true,
    description: 'null when the box has been silent longer than the hot TTL.',
  })
  async hot(@Root() device: DeviceRow, @Ctx() context: DevicesContext): Promise<object | null> {
    const sample = (await hotRecord(device, context))?.sample;
    return sample ? { ...sample, sampledAt: new Date(sample.sampledAtMs) } : null;
  }

  @FieldResolver(() => ResourceAdministrativeState)
  administrativeState(@Root() device: DeviceRow): ResourceAdministrativeState {
    return administrativeState(device.lifecycle);
  }

  @FieldResolver(() => ResourceOperationalState)
  async operationalState(
    @Root() device: DeviceRow,
    @Ctx() context: DevicesContext,
  ): Promise<ResourceOperationalState> {
    const [reachability, health] = await Promise.all([
      this.reachability(device, context),
      this.health(device, context),
    ]);
    return operationalState(reachability, health);
  }

  @FieldResolver(() => ResourceUsageState)
  async usageState(@Root() device: DeviceRow, @Ctx() context: DevicesContext): Promise<ResourceUsageState> {
    const [model, claimed, record] = await Promise.all([
      context.loaders.model.load(device.modelId),
      context.loaders.claimed.load(device.id),
      hotRecord(device, context),
    ]);
    return model === null ? 'IDLE' : usageState(model, claimed, record);
  }

  @FieldResolver(() => DeviceTaskConnection)
  async tasks(
    @Root() device: DeviceRow,
    @Ctx() context: DevicesContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('state', () => TaskState, { nullable: true }) state?: TaskState | null,
  ): Promise<object> {
    return taskPage(context, device.id, state ?? null, { first: first ?? 20, after });
  }

  @FieldResolver(() => DeviceFaultConnection)
  async faults(
    @Root() device: DeviceRow,
    @Ctx() context: DevicesContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<object> {
    return faultPage(context, device.id, { first: first ?? 20, after });
  }
}

/** What the hot state knows of a box; boxes that are not in service are not asked for. */
async function hotRecord(device: DeviceRow, { loaders }: DevicesContext): Promise<HotRecord | null> {
  if (!isInService(device.lifecycle)) return null;
  return loaders.hot.load({ popId: device.popId, deviceId: device.id });
}
