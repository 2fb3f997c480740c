import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen, stop, type SubgraphDefinition } from '../../kit/gateway-subgraphs';
import { createAnswerer } from './answerer';
import { readBody } from './read-body';

/** A call that a gateway made while calls were recorded. */
export interface RecordedCall {
  readonly subgraph: string;
  readonly body: string;
  /** 0 for calls that waited for no other; one more than the last of those that had been answered before it came. */
  readonly wave: number;
}

/** Subgraphs that can be slowed down and that count what they are asked. */
export interface StubServers {
  readonly urls: Readonly<Record<string, string>>;
  /** Calls since the start. */
  calls(): number;
  setDelay(milliseconds: number): void;
  /** Starts a new recording. */
  record(): void;
  /** Ends the recording. */
  recorded(): readonly RecordedCall[];
  close(): Promise<void>;
}

/** Longer than any pause between two rounds, so that no gateway meets a connection that is just being closed. */
const KEEP_ALIVE_MS = 600_000;

/** Starts one HTTP server for each subgraph, on free ports. */
export async function startStubServers(definitions: readonly SubgraphDefinition[]): Promise<StubServers> {
  let delayMs = 0;
  let calls = 0;
  let recording: RecordedCall[] | null = null;
  let lastAnswered = -1;

  const serve = async (definition: SubgraphDefinition): Promise<Server> => {
    const answer = createAnswerer(definition);
    const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const body = (await readBody(request)).toString();
      const wave = lastAnswered + 1;
      calls += 1;
      recording?.push({ subgraph: definition.name, body, wave });
      const bytes = await answer(body);
      if (delayMs > 0) await sleep(delayMs);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
      response.end(bytes);
      lastAnswered = Math.max(lastAnswered, wave);
    };
    const server = createServer((request, response) => void handle(request, response));
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    await listen(server);
    return server;
  };

  const servers = await Promise.all(definitions.map(serve));
  const urls = Object.fromEntries(
    definitions.map(({ name }, index) => [name, urlOf(servers[index])] as const),
  );
  return {
    urls,
    calls: () => calls,
    setDelay: (milliseconds) => void (delayMs = milliseconds),
    record: () => {
      recording = [];
      lastAnswered = -1;
    },
    recorded: () => {
      const found = recording ?? [];
      recording = null;
      return found;
    },
    close: async () => {
      await Promise.all(servers.map(stop));
    },
  };
}

function urlOf(server: Server | undefined): string {
  // A TCP server that listens has no other kind of address.
  const { port } = server?.address() as AddressInfo;
  return `http://127.0.0.1:${port}/graphql`;
}
