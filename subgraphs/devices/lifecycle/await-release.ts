import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { textArray } from '../../kit/database';
import { type DevicesServices } from '../request/services';

/** How long a caller waits for what the placements room makes of a box that is gone; then the answer is as it is. */
const PATIENCE_MS = 1_000;
const LOOK_EVERY_MS = 10;

/**
 * Resolves when nothing live is on these boxes any more: the placements room has heard that they are gone, has moved or
 * evicted what they held, and its answer has come back here.
 */
export async function awaitRelease(
  { database }: DevicesServices,
  deviceIds: readonly string[],
): Promise<void> {
  if (deviceIds.length === 0) return;
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    const held = await database.rows(
      sql`SELECT 1 FROM assignments WHERE device_id = ANY(${textArray(deviceIds)}) AND live LIMIT 1`,
    );
    if (held.length === 0) return;
    await sleep(LOOK_EVERY_MS);
  }
}
