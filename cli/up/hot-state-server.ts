import type { DataFolderLayout } from '../data-folder/layout';
import { findRedis } from '../servers/find-redis';
import { startRedis } from '../servers/redis';

/** Where the hot state of the boxes lives. */
export interface HotStateServer {
  /** What the devices subgraph needs to find it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly description: string;
  close(): Promise<void>;
}

/**
 * The Redis of `REDIS_URL`, else a private one when `redis-server` is on the PATH, else the memory of the devices subgraph.
 *
 * @throws StartupError `REDIS_URL_INVALID` or `REDIS_FAILED`.
 */
export async function openHotStateServer(
  layout: DataFolderLayout,
  environment: NodeJS.ProcessEnv,
): Promise<HotStateServer> {
  const found = findRedis({ REDIS_URL: environment['REDIS_URL'], PATH: environment['PATH'] });
  if (found.kind === 'url') {
    return {
      environment: { REDIS_URL: found.url },
      description: `Redis (${found.mode}) at REDIS_URL`,
      close: async () => undefined,
    };
  }
  if (found.kind === 'binary') {
    const server = await startRedis({ folder: layout.redis, binary: found.path });
    return {
      environment: { REDIS_URL: server.url },
      description: `Redis, private, from ${found.path}`,
      close: () => server.stop(),
    };
  }
  return {
    environment: {},
    description:
      'no Redis: neither REDIS_URL nor a redis-server on the PATH; hot state lives in the devices process and is lost with it',
    close: async () => undefined,
  };
}
