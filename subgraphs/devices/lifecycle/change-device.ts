import { type Queryable } from '../../kit/database';
import { type DomainEvent } from '../../kit/events';
import { whileReachable } from '../reachability/read-hot';
import { isInService } from '../reachability/device-states';
import { type DevicesServices } from '../request/services';
import { devicesById } from '../store';
import { type DeviceChange, lockDevices, saveDevice } from '../store/locked-devices';
import { type DeviceRow } from '../tables';
import { type DeviceLifecycle } from '../types/enums';
import { awaitRelease } from './await-release';
import { deviceChangedEvents } from './device-events';
import {
  type Changed,
  illegalTransition,
  type IllegalTransition,
  type NotFound,
  notFound,
  type VersionConflict,
  versionConflict,
} from './device-problem';
import { mayBecome } from './device-transitions';

/** Which box, and the version that the caller believes it has. */
export interface DeviceReference {
  readonly deviceId: string;
  readonly ifVersion: number;
}

/** The problems that every change of one box can have. */
export type CommonProblem = NotFound | VersionConflict | IllegalTransition;

/**
 * One step of a box's life in one transaction: the box is locked, its version compared, the step checked, and then
 * `decide` says what changes, or which problem it sees. What is refused leaves nothing behind.
 */
export async function changeDevice<Problem extends object = never>(
  services: DevicesServices,
  { deviceId, ifVersion }: DeviceReference,
  to: DeviceLifecycle,
  decide: (tx: Queryable, device: DeviceRow) => Promise<DeviceChange | { readonly problem: Problem }>,
): Promise<Changed | CommonProblem | Problem> {
  const result = await services.database.transaction<Changed | CommonProblem | Problem>(
    async (tx, refuse) => {
      const device = (await lockDevices(services.database, tx, [deviceId])).get(deviceId);
      const problem = commonProblem(device, deviceId, ifVersion, to);
      if (device === undefined || problem) return refuse(problem ?? notFound(deviceId));
      const change = await decide(tx, device);
      if ('problem' in change) return refuse(change.problem);
      const after = await saveDevice(tx, device, { ...change, lifecycle: to });
      await services.emit(tx, await deviceChangedEvents(services.database, tx, [after]));
      return { __typename: 'DevicePayload', device: after };
    },
  );
  if (!isChanged(result)) return result;
  const [device = result.device] = await settle(services, [result.device]);
  return { ...result, device };
}

/** NotFound before VersionConflict before the state machine: each says something only when the one before holds. */
export function commonProblem(
  device: DeviceRow | undefined,
  deviceId: string,
  ifVersion: number,
  to: DeviceLifecycle,
): CommonProblem | null {
  if (device === undefined) return notFound(deviceId);
  if (device.version !== ifVersion) return versionConflict(device, ifVersion);
  return mayBecome(device.lifecycle, to) ? null : illegalTransition(device.lifecycle, to);
}

/**
 * After the commit: the others are told before the client is, and boxes out of service leave the hot state. Gives the
 * boxes as they are then: what the placements room moved or evicted because of the change has changed them again.
 */
export async function settle(services: DevicesServices, rows: readonly DeviceRow[]): Promise<DeviceRow[]> {
  const gone = rows.filter((row) => !isInService(row.lifecycle));
  const retired = rows.filter((row) => row.lifecycle === 'RETIRED').map((row) => row.id);
  await Promise.all([
    services.relay.flush().then(() => awaitRelease(services, retired)),
    ...gone.map((row) => whileReachable(services.log, () => services.hotState.forget(row.popId, row.id))),
  ]);
  if (retired.length === 0) return [...rows];
  const settled = new Map(
    (
      await devicesById(
        services.database,
        rows.map((row) => row.id),
      )
    ).map((row) => [row.id, row]),
  );
  return rows.map((row) => settled.get(row.id) ?? row);
}

/** Emits a change together with more events, in this order. */
export async function emitChanges(
  services: DevicesServices,
  tx: Queryable,
  rows: readonly DeviceRow[],
  first: readonly DomainEvent[] = [],
): Promise<void> {
  await services.emit(tx, [...first, ...(await deviceChangedEvents(services.database, tx, rows))]);
}

function isChanged(result: object): result is Changed {
  return '__typename' in result && result.__typename === 'DevicePayload';
}
