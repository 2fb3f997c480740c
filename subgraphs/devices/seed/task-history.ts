import { type Random, uuidOf } from '../../kit/random';
import { type DeviceFaultRow, type DeviceTaskRow } from '../tables';
import { executeTask } from '../task/execute-task';
import { type TaskParameterValue } from '../task/task-parameter-value';
import { type TaskKind } from '../types/enums';
import { type SeedDevice, type SeedFrame } from './seed-device';

/** What a box went through. */
export interface TaskHistory {
  readonly tasks: readonly DeviceTaskRow[];
  readonly faults: readonly DeviceFaultRow[];
}

const SHARE_WITH_TASKS = 0.08;
const DAY_MS = 86_400_000;
const NO_HISTORY: TaskHistory = { tasks: [], faults: [] };

/** Orders as provisioning gives them; the last one names a parameter that boxes do not have. */
const ORDERS: readonly { readonly kind: TaskKind; readonly parameters: readonly TaskParameterValue[] }[] = [
  { kind: 'REBOOT', parameters: [] },
  { kind: 'REFRESH_OBJECT', parameters: [string('Device.WiFi.', '')] },
  { kind: 'GET_PARAMETER_VALUES', parameters: [string('Device.DeviceInfo.UpTime', '')] },
  {
    kind: 'SET_PARAMETER_VALUES',
    parameters: [string('Device.ManagementServer.PeriodicInformInterval', '300')],
  },
  { kind: 'DOWNLOAD', parameters: [] },
  { kind: 'SET_PARAMETER_VALUES', parameters: [string('Device.X_OLD_Voice.Line1', '1')] },
];

/** The past tasks of a box: few boxes have any, some of them failed, and a dark box has one waiting. */
export function taskHistory(frame: SeedFrame, device: SeedDevice, random: Random): TaskHistory {
  if (device.activatedAt === null || !random.chance(SHARE_WITH_TASKS)) return NO_HISTORY;
  const count = random.integer(1, 3);
  const past = Array.from({ length: count }, (_, index) => pastTask(frame, device, random, index));
  const waiting = device.simulationProfile === 'dark' ? [waitingTask(frame, device)] : [];
  return {
    tasks: [...past.map(({ task }) => task), ...waiting],
    faults: past.flatMap(({ fault }) => fault ?? []),
  };
}

function pastTask(
  frame: SeedFrame,
  device: SeedDevice,
  random: Random,
  index: number,
): { task: DeviceTaskRow; fault: DeviceFaultRow | null } {
  const { kind, parameters } = random.pick(ORDERS);
  const queuedAt = new Date(frame.now.getTime() - random.integer(DAY_MS, 19 * DAY_MS));
  const finishedAt = new Date(queuedAt.getTime() + random.integer(1_000, 3_600_000));
  const id = `task-${uuidOf(`${frame.seed}/task/${device.id}/${index}`)}`;
  const task = { id, deviceId: device.id, kind, parameters, queuedAt, finishedAt };
  const answer = executeTask(kind, parameters);
  if (answer === null) return { task: { ...task, state: 'DONE', faultId: null }, fault: null };
  const fault: DeviceFaultRow = {
    id: `fault-${uuidOf(`${frame.seed}/fault/${device.id}/${index}`)}`,
    deviceId: device.id,
    channel: `task_${id}`,
    ...answer,
    retries: random.integer(0, 3),
    raisedAt: finishedAt,
  };
  return { task: { ...task, state: 'FAULTED', faultId: fault.id }, fault };
}

/** Given while the box was silent already, or it would have been done. */
function waitingTask({ seed, now }: SeedFrame, { id, reportedAt }: SeedDevice): DeviceTaskRow {
  const lastSeenMs = (reportedAt ?? now).getTime();
  return {
    id: `task-${uuidOf(`${seed}/waiting/${id}`)}`,
    deviceId: id,
    kind: 'SYNC_PLACEMENTS',
    state: 'QUEUED',
    parameters: [],
    queuedAt: new Date((lastSeenMs + now.getTime()) / 2),
    finishedAt: null,
    faultId: null,
  };
}

function string(path: string, value: string): TaskParameterValue {
  return { path, value, type: 'xsd:string' };
}
