import path from 'node:path';
import pc from 'picocolors';
import { DEFAULT_PUBLISHER } from '../commands/defaults';
import { createDataFolder, type DataFolderLayout } from '../data-folder/layout';
import { lockDataFolder } from '../data-folder/lock';
import { assertPortFree } from '../free-port';
import { CLIENT_NAMES } from '../keys/clients';
import { ensureKeys, type LocalKeys } from '../keys/key-files';
import { mintToken } from '../keys/mint-token';
import { onStop } from '../supervisor/run-as-child';
import { type Cleanup, createCleanup } from './cleanup';
import { openDatabaseServer } from './database-server';
import { openHotStateServer } from './hot-state-server';
import { startParts } from './parts';
import { progressView } from './progress';
import { runSeedChild } from './seed-child';
import { welcomeScreen } from './welcome';

const TOKEN_TTL_SECONDS = 12 * 3_600;

/** What `lastmile up` is told. */
export interface UpOptions {
  readonly port: number;
  readonly host: string;
  readonly devices: number;
  readonly seed: string;
  readonly data: string;
  readonly fleet: boolean;
}

/** The compiled entry of the `lastmile` command, which is also that of every part. */
const ENTRY = path.join(__dirname, '..', 'main.js');

/**
 * Starts everything in order, shows the screen and returns; from then on the parts keep the process alive. A stop at any
 * moment, also in the middle of seeding, undoes what was started, in reverse order.
 *
 * @throws StartupError when a step refuses; what was started before it is stopped again.
 */
export async function runUp(options: UpOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const cleanup = createCleanup();
  const stopping = new AbortController();
  onStop(async () => {
    stopping.abort();
    const failures = await cleanup.run();
    for (const failure of failures) process.stderr.write(`lastmile: could not stop ${failure}\n`);
    process.exitCode = failures.length > 0 ? 1 : 0;
  });
  try {
    await start(options, environment, cleanup, stopping.signal);
  } catch (error) {
    await cleanup.run();
    // Whoever asked to stop in the middle of a start is not told that the start failed.
    if (!stopping.signal.aborted) throw error;
  }
}

async function start(
  options: UpOptions,
  environment: NodeJS.ProcessEnv,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<void> {
  const begun = performance.now();
  // First what costs nothing to check, so that a wrong port is told before minutes of work.
  await assertPortFree(options.port, options.host);
  const layout = createDataFolder(options.data);
  const lock = lockDataFolder(layout.root);
  cleanup.add('the lock', () => lock.release());
  const keys = ensureKeys(layout.keys);

  const database = await opened(
    'PostgreSQL',
    openDatabaseServer(layout, environment, say, options.devices),
    cleanup,
  );
  say(database.description);
  signal.throwIfAborted();
  const hotState = await opened('Redis', openHotStateServer(layout, environment, say), cleanup);
  say(hotState.description);
  signal.throwIfAborted();

  const serving = { ...environment, ...hotState.environment, DATABASE_URL: database.url };
  await seed(options, layout, serving, signal);
  await startParts({ ...options, layout, keys, environment: serving, entry: ENTRY, cleanup, signal, say });
  signal.throwIfAborted();
  process.stdout.write(
    welcomeScreen({
      url: `http://localhost:${options.port}/graphql`,
      tokens: await tokensOf(keys),
      seconds: (performance.now() - begun) / 1_000,
    }),
  );
}

/** Registered before it is there: a stop meanwhile waits for it, instead of leaving behind what is just being started. */
function opened<Server extends { close(): Promise<void> }>(
  name: string,
  opening: Promise<Server>,
  cleanup: Cleanup,
): Promise<Server> {
  cleanup.add(name, async () => {
    const server = await opening.catch(() => null);
    await server?.close();
  });
  return opening;
}

async function seed(
  options: UpOptions,
  layout: DataFolderLayout,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  const view = progressView('seeding', process.stdout);
  const state = await runSeedChild({
    entry: ENTRY,
    args: ['--data', layout.root, '--devices', String(options.devices), '--seed', options.seed],
    environment,
    onProgress: ({ room, done }) => view.update(done, room),
    signal,
  }).finally(() => view.finish());
  if (state === 'foreign') say('the database holds records of its own; no demonstration data was written');
  else if (state === 'finished') say('the data of an earlier start is kept');
  else say(`seeded ${options.devices} boxes`);
}

async function tokensOf(keys: LocalKeys): Promise<Record<string, string>> {
  const tokens = CLIENT_NAMES.map(async (client) => {
    const request = {
      client,
      defaultTenant: DEFAULT_PUBLISHER,
      ttlSeconds: TOKEN_TTL_SECONDS,
      now: new Date(),
    };
    return [client, await mintToken(keys.signingKey, request)] as const;
  });
  return Object.fromEntries(await Promise.all(tokens));
}

function say(line: string): void {
  process.stdout.write(`${pc.dim('·')} ${line}\n`);
}
