import { Cluster, Redis } from 'ioredis';
import { type ClusterTarget, type RedisTarget, type SentinelTarget, type SingleTarget } from './redis-target';

/** A connection to one Redis, to what a Sentinel points at, or to a Cluster. */
export type RedisClient = Redis | Cluster;

/** What the connection tells its owner about itself. */
export interface ConnectionWatch {
  /** Called when the connection became usable, and with the error text when it was lost. */
  changed(isUsable: boolean, reason: string): void;
}

/**
 * A client that connects in the background for as long as it lives. While there is no connection a command
 * fails at once: nothing is queued, since an answer about hot state is worth nothing once it is late.
 *
 * Resolves when the first connection stands or `patienceMs` is over, whichever is first; it never rejects.
 */
export async function connectRedis(
  target: RedisTarget,
  watch: ConnectionWatch,
  patienceMs: number,
): Promise<RedisClient> {
  const client = clientFor(target);
  let lastError = 'closed';
  // Without a listener ioredis prints every failed attempt to connect.
  client.on(
    'error',
    (error: unknown) => (lastError = error instanceof Error ? error.message : String(error)),
  );
  client.on('ready', () => watch.changed(true, ''));
  client.on('close', () => watch.changed(false, lastError));
  await connectedOrOver(client, patienceMs);
  return client;
}

const CONNECT_TIMEOUT_MS = 2000;
// A peer that vanished without closing its socket (cut cable, frozen machine) is noticed by silence only.
const SOCKET_SILENCE_MS = 2000;

const COMMON = {
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SOCKET_SILENCE_MS,
  // The replies are read as RESP2 shapes, which every Redis and Valkey since 6.2 speaks.
  protocol: 2,
} as const;

function clientFor(target: RedisTarget): RedisClient {
  switch (target.kind) {
    case 'single':
      return singleClient(target);
    case 'cluster':
      return clusterClient(target);
    case 'sentinel':
      return sentinelClient(target);
  }
}

function singleClient({ address, database, isTls, username, password }: SingleTarget): Redis {
  return new Redis({
    ...COMMON,
    ...('socketPath' in address ? { path: address.socketPath } : address),
    ...credentials({ username, password }),
    ...(isTls ? { tls: {} } : {}),
    db: database,
    retryStrategy: reconnectDelayMs,
  });
}

function clusterClient({ nodes, isTls, username, password }: ClusterTarget): Cluster {
  const { lazyConnect, enableOfflineQueue, ...redisOptions } = COMMON;
  return new Cluster([...nodes], {
    lazyConnect,
    enableOfflineQueue,
    clusterRetryStrategy: reconnectDelayMs,
    slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
    redisOptions: {
      ...redisOptions,
      ...credentials({ username, password }),
      ...(isTls ? { tls: {} } : {}),
    },
  });
}

function sentinelClient({
  sentinels,
  masterName,
  database,
  isTls,
  username,
  password,
}: SentinelTarget): Redis {
  return new Redis({
    ...COMMON,
    sentinels: [...sentinels],
    name: masterName,
    failoverDetector: true,
    ...credentials({ username, password }),
    ...(isTls ? { tls: {}, enableTLSForSentinelMode: true } : {}),
    db: database,
    sentinelRetryStrategy: reconnectDelayMs,
    retryStrategy: reconnectDelayMs,
  });
}

function credentials(given: { username: string | undefined; password: string | undefined }): {
  username?: string;
  password?: string;
} {
  return {
    ...(given.username === undefined ? {} : { username: given.username }),
    ...(given.password === undefined ? {} : { password: given.password }),
  };
}

/** Soon after the first loss, then at most every second: a Redis on loopback is back within one attempt. */
function reconnectDelayMs(attempt: number): number {
  return Math.min(50 * 2 ** Math.min(attempt, 5), 1000);
}

async function connectedOrOver(client: RedisClient, patienceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    client.once('ready', done);
    // A refused first attempt is retried in the background; the caller starts without hot state meanwhile.
    client.connect().catch(done);
  });
}
