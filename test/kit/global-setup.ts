import { publishTestServers } from './servers';
import { type StartedServers, startServers } from './start-servers';

declare global {
  /** Left by global setup for global teardown, which jest runs in the same process. */
  var startedTestServers: StartedServers | undefined;
}

/** Runs once before all test files: finds or starts PostgreSQL and Redis, and says in one line which. */
export default async function globalSetup(): Promise<void> {
  const started = await startServers(process.env);
  globalThis.startedTestServers = started;
  publishTestServers(started.servers);
  process.stderr.write(`${started.summary}\n`);
}
