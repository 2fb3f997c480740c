import { randomUUID } from 'node:crypto';
import { clientError } from '../../kit/errors';
import { type NotFound, notFound } from '../lifecycle/device-problem';
import { deviceReachability } from '../reachability/device-states';
import { readHot } from '../reachability/read-hot';
import { type DevicesServices } from '../request/services';
import { lockDevices } from '../store/locked-devices';
import { insertTask } from '../store/tasks';
import { type DeviceRow, type DeviceTaskRow } from '../tables';
import { type TaskKind } from '../types/enums';
import { type TaskParameterValue } from './task-parameter-value';

/** What a client asks a box to do. */
export interface TaskOrder {
  readonly deviceId: string;
  readonly kind: TaskKind;
  readonly parameters: readonly TaskParameterValue[];
  /** Whether to ask the box to call in now instead of waiting for its next inform. */
  readonly connectionRequest: boolean;
}

/** The task that was made, and whether a session with the box is open for it. */
export interface TaskMade {
  readonly __typename: 'TaskPayload';
  readonly task: DeviceTaskRow;
  readonly delivered: boolean;
}

const MAX_PARAMETERS = 100;
/** TR-069 limits paths to 256 characters; values are as long as a certificate needs. */
const MAX_PATH_LENGTH = 256;
const MAX_VALUE_LENGTH = 16_384;

/**
 * Queues work for a box. A box that is ONLINE answers the connection request: its session is open and the next beat
 * says how it ended. Every other box finds the task when it informs next.
 *
 * @throws GraphQLError BAD_USER_INPUT for parameters nobody could set, CONFLICT for a box that will never inform again.
 */
export async function enqueueTask(services: DevicesServices, order: TaskOrder): Promise<TaskMade | NotFound> {
  checkParameters(order);
  return services.database.transaction<TaskMade | NotFound>(async (tx, refuse) => {
    const device = (await lockDevices(services.database, tx, [order.deviceId])).get(order.deviceId);
    if (device === undefined) return refuse(notFound(order.deviceId));
    if (device.lifecycle === 'RETIRED') {
      throw clientError('CONFLICT', 'Expected a device that may inform again, got one that is RETIRED.');
    }
    const delivered = order.connectionRequest && (await isOnline(services, device));
    const task: DeviceTaskRow = {
      id: `task-${randomUUID()}`,
      deviceId: device.id,
      kind: order.kind,
      state: delivered ? 'IN_SESSION' : 'QUEUED',
      parameters: order.parameters,
      queuedAt: services.clock(),
      finishedAt: null,
      faultId: null,
    };
    await insertTask(tx, task);
    return { __typename: 'TaskPayload', task, delivered };
  });
}

async function isOnline(services: DevicesServices, device: DeviceRow): Promise<boolean> {
  const nowMs = services.clock().getTime();
  const records = await readHot(services, [{ popId: device.popId, deviceId: device.id }], nowMs);
  const reachability = deviceReachability(device.lifecycle, records?.[0] ?? null, nowMs, services.limits);
  return reachability === 'ONLINE';
}

function checkParameters({ kind, parameters }: TaskOrder): void {
  if (parameters.length > MAX_PARAMETERS) {
    throw clientError(
      'BAD_USER_INPUT',
      `Expected at most ${MAX_PARAMETERS} parameters, got ${parameters.length}.`,
    );
  }
  if (kind === 'SET_PARAMETER_VALUES' && parameters.length === 0) {
    throw clientError('BAD_USER_INPUT', 'Expected at least one parameter to set, got none.');
  }
  for (const { path, value, type } of parameters) {
    if (path === '' || path.length > MAX_PATH_LENGTH || value.length > MAX_VALUE_LENGTH) {
      throw clientError(
        'BAD_USER_INPUT',
        `Expected paths of 1 to ${MAX_PATH_LENGTH} and values of up to ${MAX_VALUE_LENGTH} characters, got others.`,
      );
    }
    if ([path, value, type].some((text) => text.includes('\0') || !text.isWellFormed())) {
      throw clientError('BAD_USER_INPUT', 'Expected parameters of text that can be stored, got other text.');
    }
  }
}
