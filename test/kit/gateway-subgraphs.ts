import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, subscribe } from 'graphql';

/** What one subgraph of a test was asked. */
export interface SeenRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Resolvers = Parameters<typeof buildSubgraphSchema>[0] extends infer Modules
  ? Modules extends readonly (infer Module)[]
    ? Module extends { resolvers?: infer Found }
      ? Found
      : never
    : never
  : never;

/** A subgraph described by its schema and resolvers, or by a handler that answers HTTP by itself. */
export interface SubgraphDefinition {
  readonly name: string;
  readonly sdl: string;
  /** True leaves `sdl` without a link: it is a schema of Federation 1. */
  readonly isFederation1?: boolean;
  readonly resolvers?: Resolvers;
  readonly handle?: (request: IncomingMessage, response: ServerResponse, body: string) => boolean;
}

/** A running subgraph. */
export interface TestSubgraph {
  readonly name: string;
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Event streams that clients have open now. */
  openStreams(): number;
  /** Requests that wait for their answer now. */
  running(): number;
  /** From now on it answers nothing but status 500. */
  breakDown(): void;
  recover(): void;
  stop(): Promise<void>;
}

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@external", "@requires", "@shareable", "@authenticated", "@requiresScopes", "@policy", "@inaccessible"
])\n`;

/** Starts each subgraph on a free port and composes their supergraph. */
export async function startSubgraphs(
  definitions: readonly SubgraphDefinition[],
): Promise<{ readonly supergraph: string; readonly subgraphs: readonly TestSubgraph[] }> {
  const subgraphs = await Promise.all(definitions.map(startSubgraph));
  return { supergraph: composeSupergraph(definitions, subgraphs), subgraphs };
}

/** The supergraph of `definitions`, at the addresses of `subgraphs`. Throws when they do not compose. */
export function composeSupergraph(
  definitions: readonly SubgraphDefinition[],
  subgraphs: readonly { readonly name: string; readonly url: string }[],
): string {
  const result = composeServices(
    definitions.map((definition) => ({
      name: definition.name,
      url: subgraphs.find(({ name }) => name === definition.name)?.url ?? 'http://127.0.0.1:9/',
      typeDefs: parse(withLink(definition)),
    })),
  );
  if (!result.supergraphSdl) throw new Error(String(result.errors));
  return result.supergraphSdl;
}

async function startSubgraph(definition: SubgraphDefinition): Promise<TestSubgraph> {
  const { name, resolvers, handle } = definition;
  const schema = buildSubgraphSchema([
    { typeDefs: parse(withLink(definition)), ...(resolvers && { resolvers }) },
  ]);
  const seen: SeenRequest[] = [];
  let streams = 0;
  let running = 0;
  let isBroken = false;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await readText(request);
      if (request.method !== 'POST') return void response.writeHead(404).end();
      const { query, variables = {}, operationName } = JSON.parse(body);
      seen.push({ query, variables, headers: request.headers, body });
      running += 1;
      response.once('close', () => (running -= 1));
      if (isBroken) return void response.writeHead(500).end();
      if (handle?.(request, response, body)) return;
      if (request.headers.accept === 'text/event-stream') {
        streams += 1;
        response.once('close', () => (streams -= 1));
        return streamEvents(response, {
          schema,
          document: parse(query),
          variableValues: variables,
          operationName,
        });
      }
      const result = await graphql({ schema, source: query, variableValues: variables, operationName });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    })();
  });
  await listen(server);
  return {
    name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    seen,
    openStreams: () => streams,
    running: () => running,
    breakDown: () => void (isBroken = true),
    recover: () => void (isBroken = false),
    stop: () => stop(server),
  };
}

async function streamEvents(response: ServerResponse, args: Parameters<typeof subscribe>[0]): Promise<void> {
  const events = await subscribe(args);
  if (!(Symbol.asyncIterator in events)) {
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(events));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  response.once('close', () => void events.return(undefined));
  for await (const event of events) response.write(`event: next\ndata: ${JSON.stringify(event)}\n\n`);
  response.end('event: complete\ndata:\n\n');
}

function withLink({ sdl, isFederation1 = false }: SubgraphDefinition): string {
  return isFederation1 || sdl.includes('@link(') ? sdl : FEDERATION + sdl;
}

/** The whole body of a request as text. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Binds a free port of the loopback interface. */
export function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

/** Closes a server and cuts its connections. */
export function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
