import { type Redis } from 'ioredis';
import { messageOf } from '../../support/message-of';
import { PLAN_FORMAT } from './plan-codec';
import { type SharedPlanStore } from './shared-plan-store';

/** Where plans are shared. */
export interface RedisPlanSettings {
  readonly url: string;
  /** Goes before each key. */
  readonly prefix: string;
  readonly ttlSeconds: number;
}

/** Planning again is cheaper than waiting longer. */
const ANSWER_LIMIT_MS = 50;
/** After a failure Redis is left alone for this long, so that a slow one does not slow each operation. */
const PAUSE_MS = 5_000;

/**
 * Shares plans through Redis. A Redis that is slow, gone or full costs one short wait and is then left alone for a while;
 * `warn` is told once for each such while.
 */
export async function openRedisPlanStore(
  settings: RedisPlanSettings,
  warn: (reason: string) => void,
): Promise<SharedPlanStore> {
  // Loaded here, because most gateways have none.
  const { Redis: Client } = await import('ioredis');
  const redis = new Client(settings.url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
  });
  // Each command reports its own failure.
  redis.on('error', () => undefined);
  return new RedisPlanStore(redis, settings, warn);
}

class RedisPlanStore implements SharedPlanStore {
  private pausedUntil = 0;

  constructor(
    private readonly redis: Redis,
    private readonly settings: RedisPlanSettings,
    private readonly warn: (reason: string) => void,
  ) {}

  async get(key: string): Promise<string | undefined> {
    return (await this.attempt(() => this.redis.get(this.nameOf(key)))) ?? undefined;
  }

  set(key: string, text: string): void {
    void this.attempt(() => this.redis.set(this.nameOf(key), text, 'EX', this.settings.ttlSeconds));
  }

  close(): void {
    this.redis.disconnect();
  }

  private nameOf(key: string): string {
    return `${this.settings.prefix}:${PLAN_FORMAT}:${key}`;
  }

  private async attempt<Value>(command: () => Promise<Value>): Promise<Value | undefined> {
    if (performance.now() < this.pausedUntil) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${ANSWER_LIMIT_MS} ms`)), ANSWER_LIMIT_MS);
    });
    try {
      return await Promise.race([command(), late]);
    } catch (error) {
      // An answer that says no (a key of another kind, say) is about that key.
      if (!(error instanceof Error && error.name === 'ReplyError')) this.pause(messageOf(error));
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  private pause(reason: string): void {
    if (performance.now() < this.pausedUntil) return;
    this.pausedUntil = performance.now() + PAUSE_MS;
    this.warn(reason);
  }
}
