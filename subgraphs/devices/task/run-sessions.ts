import { randomUUID } from 'node:crypto';
import { type Database, type Queryable } from '../../kit/database';
import { beginTasks, endTasks, type EndedTask, lockOpenTasks } from '../store/tasks';
import { type DeviceFaultRow, type DeviceTaskRow } from '../tables';
import { executeTask } from './execute-task';

/**
 * These boxes inform now: the tasks of a session that was open come to their end, and those that waited are handed
 * over in the session that begins.
 */
export async function runSessions(
  database: Database,
  tx: Queryable,
  deviceIds: readonly string[],
  now: Date,
): Promise<void> {
  const open = await lockOpenTasks(database, tx, deviceIds);
  const waiting = open.filter((task) => task.state === 'QUEUED').map((task) => task.id);
  if (waiting.length > 0) await beginTasks(tx, waiting);
  const outcomes = open.filter((task) => task.state === 'IN_SESSION').map((task) => outcomeOf(task, now));
  if (outcomes.length === 0) return;
  await endTasks(
    tx,
    outcomes.map(({ ended }) => ended),
    outcomes.flatMap(({ fault }) => fault ?? []),
    now,
  );
}

function outcomeOf(task: DeviceTaskRow, now: Date): { ended: EndedTask; fault: DeviceFaultRow | null } {
  const answer = executeTask(task.kind, task.parameters);
  if (answer === null) return { ended: { id: task.id, state: 'DONE', faultId: null }, fault: null };
  const fault: DeviceFaultRow = {
    id: `fault-${randomUUID()}`,
    deviceId: task.deviceId,
    // The channel a fault belongs to, as GenieACS names it.
    channel: `task_${task.id}`,
    ...answer,
    retries: 0,
    raisedAt: now,
  };
  return { ended: { id: task.id, state: 'FAULTED', faultId: fault.id }, fault };
}
