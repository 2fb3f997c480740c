import { type RoomSchema } from '../kit/room';
import { PageInfo } from '../kit/page-info';
import {
  DeviceConnection,
  DeviceEdge,
  DeviceFaultConnection,
  DeviceFaultEdge,
  DeviceTaskConnection,
  DeviceTaskEdge,
  PopConnection,
  PopEdge,
} from './types/connections';
import { Device } from './types/device';
import { DeviceModel } from './types/device-model';
import { AccessLine, DeviceHotState, DeviceShadow, FleetSummary } from './types/device-state';
import { DeviceFault, DeviceTask } from './types/device-task';
import { PointOfPresence, Region } from './types/place';
import {
  DeviceHasPlacements,
  DeviceNotFound,
  DevicePayload,
  DeviceProblem,
  DeviceVersionConflict,
  IllegalDeviceTransition,
  ImportFailure,
  ImportPayload,
  TaskPayload,
} from './types/results';
import { Subscriber } from './types/subscriber';

/** Every object type of this room, also those that only unions, interfaces or `_entities` lead to. */
export const orphanedTypes: RoomSchema['orphanedTypes'] = [
  AccessLine,
  Device,
  DeviceConnection,
  DeviceEdge,
  DeviceFault,
  DeviceFaultConnection,
  DeviceFaultEdge,
  DeviceHasPlacements,
  DeviceHotState,
  DeviceModel,
  DeviceNotFound,
  DevicePayload,
  DeviceProblem,
  DeviceShadow,
  DeviceTask,
  DeviceTaskConnection,
  DeviceTaskEdge,
  DeviceVersionConflict,
  FleetSummary,
  IllegalDeviceTransition,
  ImportFailure,
  ImportPayload,
  PageInfo,
  PointOfPresence,
  PopConnection,
  PopEdge,
  Region,
  Subscriber,
  TaskPayload,
];
