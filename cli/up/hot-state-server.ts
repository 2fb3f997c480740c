import type { DataFolderLayout } from '../data-folder/layout';
import { isProcessAlive } from '../process/is-process-alive';
import { findRedis } from '../servers/find-redis';
import { startRedis } from '../servers/redis';
import { keepAlive } from '../supervisor/keep-alive';

/** Where the hot state of the boxes lives. */
export interface HotStateServer {
  /** What the devices subgraph needs to find it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly description: string;
  close(): Promise<void>;
}

/**
 * The Redis of `REDIS_URL`, else a private one when `redis-server` is on the PATH, else the memory of the devices subgraph.
 * The private one is started again when it dies; the boxes fill it anew within two beats.
 *
 * @throws StartupError `REDIS_URL_INVALID` or `REDIS_FAILED`.
 */
export async function openHotStateServer(
  layout: DataFolderLayout,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
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
    const startAgain = (): ReturnType<typeof startRedis> =>
      startRedis({ folder: layout.redis, binary: found.path });
    const server = await startAgain();
    const isAlive = ({ pid }: { pid: number }): boolean => isProcessAlive(pid);
    const kept = keepAlive({ name: 'Redis', server, isAlive, startAgain, say });
    return {
      environment: { REDIS_URL: server.url },
      description: `Redis, private, from ${found.path}`,
      close: () => kept.close(),
    };
  }
  return {
    environment: {},
    description:
      'no Redis: neither REDIS_URL nor a redis-server on the PATH; hot state lives in the devices process and is lost with it',
    close: async () => undefined,
  };
}
