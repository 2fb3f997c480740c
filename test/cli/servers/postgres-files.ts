import { startPostgres, type PostgresServer } from '../../../cli/servers/postgres';
import { withConnection } from '../../../cli/servers/postgres-url';
import { type CompiledSources } from '../../kit/compile';
import { guardFolder, guardProcess, releaseProcess } from '../../kit/guard';
import { type NodeProcess, runNode } from '../../kit/node-process';

/** Starts a server that ends with the test run even when the test fails in between. */
export async function startGuarded(dataFolder: string, durable = false): Promise<PostgresServer> {
  const server = await startPostgres({ dataFolder, durable, searchPath: process.env['PATH'] });
  guardProcess(server.pid);
  guardFolder(server.socketFolder);
  return {
    ...server,
    async stop(options) {
      await server.stop(options);
      releaseProcess(server.pid);
    },
  };
}

/** What a parent process says about the server it started. */
export interface StartedByParent {
  parent: NodeProcess;
  pid: number;
  url: string;
  socketFolder: string;
}

/** How that parent starts it. */
export interface ParentOptions {
  environment?: Record<string, string>;
  durable?: boolean;
}

/** Starts a server from a node process of its own, which then waits to be killed. */
export async function startFromParent(
  compiled: CompiledSources,
  dataFolder: string,
  options: ParentOptions = {},
): Promise<StartedByParent> {
  const parent = startingParent(compiled, dataFolder, options);
  const started = await parent.message(isStarted);
  guardProcess(started.pid);
  guardFolder(started.socketFolder);
  return { parent, ...started };
}

/** A node process that begins to start a server. */
export function startingParent(
  compiled: CompiledSources,
  dataFolder: string,
  { environment = {}, durable = false }: ParentOptions = {},
): NodeProcess {
  const source = `
    const { startPostgres } = require(${JSON.stringify(compiled.file('cli/servers/postgres.ts'))});
    startPostgres({ dataFolder: ${JSON.stringify(dataFolder)}, durable: ${durable}, searchPath: process.env.PATH }).then(
      ({ pid, url, socketFolder }) => process.send({ pid, url: url(), socketFolder }),
    );
    setInterval(() => undefined, 60_000);`;
  return runNode(source, environment);
}

/** Runs one statement and returns the first column of its rows. */
export async function column(url: string, statement: string): Promise<unknown[]> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<unknown[]>({ text: statement, rowMode: 'array' });
    return rows.map(([value]) => value);
  });
}

function isStarted(value: unknown): value is { pid: number; url: string; socketFolder: string } {
  return (
    typeof value === 'object' && value !== null && 'pid' in value && 'url' in value && 'socketFolder' in value
  );
}
