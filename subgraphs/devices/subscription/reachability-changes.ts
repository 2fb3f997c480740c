import { sql, type SQL } from 'drizzle-orm';
import { type BoundedQueue, createBoundedQueue } from '../../kit/bounded-queue';
import { textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import { DEVICE_REACHABILITY } from '../reachability/reachability-events';
import { type DevicesServices } from '../request/services';
import { selectRows } from '../store/select-rows';
import { type DeviceRow, devices } from '../tables';

/** Whose transitions somebody wants to see; null does not narrow. */
export interface Watched {
  readonly popId: string | null;
  readonly deviceIds: readonly string[] | null;
}

/**
 * Boxes whose reachability changes, from this moment on. What changes while the records are read comes with the next
 * read, so a burst costs a few statements and not one for each box.
 */
export function reachabilityChanges(services: DevicesServices, watched: Watched): BoundedQueue<DeviceRow> {
  const wanted = watched.deviceIds === null ? null : new Set(watched.deviceIds);
  const waiting = new Set<string>();
  let isReading = false;
  const read = async (): Promise<void> => {
    isReading = true;
    while (waiting.size > 0) {
      const ids = [...waiting];
      waiting.clear();
      try {
        for (const row of await changedRows(services, ids, watched.popId)) queue.push(row);
      } catch (error) {
        // The next change is read again; the feed itself comes back by itself.
        services.log.warn({ err: error }, 'changes of reachability could not be read');
      }
    }
    isReading = false;
  };
  const stop = services.feed.listen(({ topic, key }) => {
    if (topic !== DEVICE_REACHABILITY || (wanted && !wanted.has(key))) return;
    waiting.add(key);
    if (!isReading) void read();
  });
  const queue = createBoundedQueue<DeviceRow>(stop);
  return queue;
}

async function changedRows(
  { database }: DevicesServices,
  ids: readonly string[],
  popId: string | null,
): Promise<DeviceRow[]> {
  const atPop: SQL = popId === null ? sql`true` : sql`t.pop_id = ${popId}`;
  return selectRows(
    database,
    devices,
    sql`FROM devices t WHERE t.id = ANY(${textArray(storableIds(ids))}) AND ${atPop} ORDER BY t.id`,
  );
}
