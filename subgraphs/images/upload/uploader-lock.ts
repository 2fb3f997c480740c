import { randomInt } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

/**
 * Shows the other processes that this one lives while it uploads: an advisory lock that PostgreSQL lets go of when
 * the connection ends, however the process ended. No timers to guess with.
 */
export interface UploaderLock {
  /** The number of the lock, held until every `hold` had its `release`. */
  hold(): Promise<number>;
  release(): void;
  /** The number held now, if any. */
  current(): number | null;
  close(): void;
}

/** A lock that takes one connection of the pool while an upload runs, and none otherwise. */
export function createUploaderLock(pool: Pool): UploaderLock {
  let holders = 0;
  let held: Promise<HeldLock> | null = null;
  let current: number | null = null;

  const letGo = (): void => {
    const lock = held;
    held = null;
    current = null;
    // Ending the session is what frees the lock for certain.
    void lock?.then(({ client }) => client.release(true)).catch(() => undefined);
  };
  const take = async (): Promise<HeldLock> => {
    const taken = await takeLock(pool, letGo);
    current = taken.number;
    return taken;
  };
  return {
    async hold() {
      holders += 1;
      try {
        held ??= take();
        return (await held).number;
      } catch (error) {
        holders -= 1;
        held = null;
        throw error;
      }
    },
    release() {
      holders -= 1;
      if (holders === 0) letGo();
    },
    current: () => current,
    close: letGo,
  };
}

interface HeldLock {
  readonly client: PoolClient;
  readonly number: number;
}

async function takeLock(pool: Pool, onLost: () => void): Promise<HeldLock> {
  const number = randomInt(2 ** 47);
  const client = await pool.connect();
  client.on('error', onLost);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [number]);
    return { client, number };
  } catch (error) {
    client.release(true);
    throw error;
  }
}
