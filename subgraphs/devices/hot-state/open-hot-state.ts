import { connectRedis } from './connect-redis';
import { type HotState } from './hot-state';
import { MemoryHotState } from './memory-hot-state';
import { DEFAULT_BEAT_INTERVAL_MS, silenceLimits } from './reachability';
import { RedisHotState } from './redis-hot-state';
import { parseRedisUrl } from './redis-target';

/** How hot state is kept. */
export interface HotStateOptions {
  /**
   * Time between two beats of a box: STALE after 1.5, OFFLINE after 3 of them.
   * @default 30_000
   */
  readonly intervalMs?: number;
  /**
   * How long a call may wait for Redis before it rejects.
   * @default 300
   */
  readonly timeoutMs?: number;
  /**
   * How long opening waits for the first connection; afterwards it goes on in the background.
   * @default 2000
   */
  readonly patienceMs?: number;
  /** Called when Redis was lost (with the reason) and when it is back. */
  readonly onChange?: (isUsable: boolean, reason: string) => void;
}

/**
 * Hot state in the Redis of this URL (see `parseRedisUrl` for its forms), or inside this process for null.
 * An unreachable Redis is not an error: every call then rejects with `HotStateUnavailable` until it is there.
 *
 * @throws RangeError when the URL or an option is wrong.
 */
export async function openHotState(
  redisUrl: string | null,
  options: HotStateOptions = {},
): Promise<HotState> {
  const limits = silenceLimits(
    validMilliseconds('intervalMs', options.intervalMs ?? DEFAULT_BEAT_INTERVAL_MS),
  );
  if (redisUrl === null) return new MemoryHotState(limits);
  const timeoutMs = validMilliseconds('timeoutMs', options.timeoutMs ?? 300);
  const patienceMs = validMilliseconds('patienceMs', options.patienceMs ?? 2000);
  const watch = { changed: options.onChange ?? ignoreChange };
  const client = await connectRedis(parseRedisUrl(redisUrl), watch, patienceMs);
  return new RedisHotState(client, { limits, timeoutMs });
}

function validMilliseconds(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`${name} must be a positive number of milliseconds, but got: ${value}`);
}

function ignoreChange(): void {
  // Whoever does not ask is told by the calls that reject.
}
