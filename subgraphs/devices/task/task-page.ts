import { callerScope } from '../../kit/caller';
import { type CursorScope } from '../../kit/cursor';
import { type Connection, connectionOf, pageRequest, type PageArguments } from '../../kit/page';
import { type DevicesContext } from '../request/context';
import { type DeviceFaultRow, type DeviceTaskRow } from '../tables';
import { type TaskState } from '../types/enums';

/** A page of a box's tasks, newest first. */
export async function taskPage(
  context: DevicesContext,
  deviceId: string,
  state: TaskState | null,
  args: PageArguments,
): Promise<Connection<DeviceTaskRow>> {
  const scope = scopeOf(context, 'Device.tasks', { deviceId, state });
  const page = pageRequest(context.services.cursors, scope, args);
  const loader = context.loaders.tasksOfDevice({ limit: page.limit, after: page.after, state });
  const rows = (await loader.load(deviceId)).map((child) => child.row);
  return connectionOf(context.services.cursors, scope, page, rows, {
    key: (row) => [row.queuedAt.toISOString(), row.id],
    node: (row) => row,
  });
}

/** A page of a box's faults, newest first. */
export async function faultPage(
  context: DevicesContext,
  deviceId: string,
  args: PageArguments,
): Promise<Connection<DeviceFaultRow>> {
  const scope = scopeOf(context, 'Device.faults', deviceId);
  const page = pageRequest(context.services.cursors, scope, args);
  const loader = context.loaders.faultsOfDevice({ limit: page.limit, after: page.after });
  const rows = (await loader.load(deviceId)).map((child) => child.row);
  return connectionOf(context.services.cursors, scope, page, rows, {
    key: (row) => [row.raisedAt.toISOString(), row.id],
    node: (row) => row,
  });
}

function scopeOf(context: DevicesContext, connection: string, filter: unknown): CursorScope {
  return { connection, filter, caller: callerScope(context.caller) };
}
