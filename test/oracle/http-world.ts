import { parse } from 'graphql';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';
import { type Answer } from './answers/answer';
import { runSubgraph } from './answers/run-subgraph';
import { printSubgraph } from './model/print-subgraph';
import { type OpenWorld } from './world/open-world';
import { type RunData } from './world/subgraph-schema';

/** A whole gateway over subgraphs that answer over HTTP. */
export interface HttpWorld {
  /** What subgraphs answer from now on. */
  begin(run: RunData): void;
  /** Posts a body as it is. */
  post(body: string): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** What came over the connection. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Starts a gateway, with all that a request passes, over the subgraphs of a world. */
export async function startHttpWorld({ model, subgraphs }: OpenWorld): Promise<HttpWorld> {
  let current: RunData | undefined;
  const gateway: GatewayWorld = await startGatewayWorld(
    model.subgraphs.map((name) => ({
      name,
      sdl: printSubgraph(model, name),
      handle: (_request, response, body) => {
        const schema = subgraphs.get(name);
        if (!schema || !current) throw new Error(`no data for ${name}`);
        runSubgraph(schema, body, current).then(
          (text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text),
          (error: unknown) =>
            response
              .writeHead(400, { 'content-type': 'application/json' })
              .end(JSON.stringify({ errors: [{ message: String(error) }] })),
        );
        return true;
      },
    })),
    { labels: Object.fromEntries(model.labels.map((label) => [label, true])) },
  );
  return {
    begin: (run) => {
      current = run;
    },
    post: async (body) => {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return { status: response.status, text: await response.text() };
    },
    close: () => gateway.close(),
  };
}

/** The comparable form of a body that a gateway sent. Throws when it is no GraphQL response. */
export function readAnswer(text: string): Answer {
  // What it lacks shows where it is compared.
  const body = JSON.parse(text) as {
    readonly data?: unknown;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions?: { readonly code?: string };
    }[];
  };
  if (body.data === undefined && !body.errors) throw new Error(`neither data nor errors: ${text}`);
  return {
    data: JSON.stringify(body.data ?? null),
    errors: (body.errors ?? []).map(({ message, path = [], extensions }) => ({
      message,
      path,
      ...(extensions?.code !== undefined && { code: extensions.code }),
    })),
  };
}

/** True when `text` is a document. */
export function isDocument(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
