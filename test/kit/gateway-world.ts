import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { checkConfig } from '../../gateway/config';
import { createGateway, type Gateway } from '../../gateway/gateway';
import { startSubgraphs, type SubgraphDefinition, type TestSubgraph } from './gateway-subgraphs';

/** A gateway over subgraphs that exist only for one test file. */
export interface GatewayWorld {
  readonly gateway: Gateway;
  readonly url: string;
  readonly folder: string;
  readonly supergraphFile: string;
  readonly supergraph: string;
  /** The lines the gateway has logged. */
  readonly logs: string[];
  subgraph(name: string): TestSubgraph;
  /** Posts an operation and reads the answer. */
  ask(query: string, options?: AskOptions): Promise<Answer>;
  close(): Promise<void>;
}

/** What else to send with an operation. */
export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly headers?: Record<string, string>;
}

/** An answer of the gateway. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    // The shape of data is what each test is about.
    readonly data?: Record<string, never> | null;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions: { readonly code: string };
    }[];
  };
}

/** Starts the subgraphs and a gateway over them with `settings` added to its configuration. */
export async function startGatewayWorld(
  definitions: readonly SubgraphDefinition[],
  settings: Record<string, unknown> | ((folder: string) => Record<string, unknown>) = {},
  change: (supergraph: string) => string = (supergraph) => supergraph,
): Promise<GatewayWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const started = await startSubgraphs(definitions);
  const supergraph = change(started.supergraph);
  const supergraphFile = join(folder, 'supergraph.graphql');
  writeFileSync(supergraphFile, supergraph);
  const logs: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logs.push(line) });
  const extra: { planning?: object } = typeof settings === 'function' ? settings(folder) : settings;
  // A busy machine may take its time to plan; what the limit does is tried where it is set.
  const planning = { timeoutMs: 10_000, ...extra.planning };
  const config = checkConfig({ supergraph: supergraphFile, port: 0, ...extra, planning });
  const stopSubgraphs = async (): Promise<void> => {
    await Promise.all(started.subgraphs.map((subgraph) => subgraph.stop()));
    rmSync(folder, { recursive: true });
  };
  const gateway = await createGateway(config, { log }).catch(async (error: unknown) => {
    await stopSubgraphs();
    throw error;
  });
  await gateway.listen();
  return {
    gateway,
    url: gateway.url,
    folder,
    supergraphFile,
    supergraph,
    logs,
    subgraph: (name) => {
      const found = started.subgraphs.find((subgraph) => subgraph.name === name);
      if (!found) throw new Error(`no subgraph ${name}`);
      return found;
    },
    ask: (query, options) => ask(gateway.url, query, options),
    close: async () => {
      await gateway.close();
      await stopSubgraphs();
    },
  };
}

async function ask(url: string, query: string, { headers, ...rest }: AskOptions = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, ...rest }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}
