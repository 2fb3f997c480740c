import { type IncomingMessage, type ServerResponse } from 'node:http';
import { shop } from '../../kit/gateway-shop';
import { startGatewayWorld, type Answer, type GatewayWorld } from '../../kit/gateway-world';

/** Answers a request of the gateway instead of the people subgraph; undefined lets the subgraph answer itself. */
export type Stub = (response: ServerResponse, body: string, request: IncomingMessage) => void;

/** A gateway whose people subgraph can be replaced while it runs. */
export interface PeopleWorld extends GatewayWorld {
  stub: Stub | undefined;
  /** How many requests the people subgraph has got so far. */
  count(): number;
  /** The value of the gateway's figure with these labels; 0 when it has none. */
  figure(name: string, labels: string): Promise<number>;
}

/** Starts the shop with `settings`. */
export async function startPeopleWorld(
  settings: Record<string, unknown> | ((folder: string) => Record<string, unknown>) = {},
): Promise<PeopleWorld> {
  const [people, books] = shop();
  if (!people || !books) throw new Error('the shop has two subgraphs');
  const world: PeopleWorld = {
    ...(await startGatewayWorld(
      [
        {
          ...people,
          handle: (request, response, body) => {
            world.stub?.(response, body, request);
            return world.stub !== undefined;
          },
        },
        books,
      ],
      settings,
    )),
    stub: undefined,
    count: () => world.subgraph('people').seen.length,
    figure: async (name, labels) => {
      const text = await (await fetch(new URL('/metrics', world.url))).text();
      const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}{${labels}}`));
      return Number(line?.split(' ').at(-1) ?? 0);
    },
  };
  return world;
}

/** Answers with `value` as JSON. */
export function json(status: number, value: unknown): Stub {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** The echo field's answer. */
export function echo(text: string): Stub {
  return json(200, { data: { echo: text } });
}

/** Codes and places of the errors of an answer. */
export function errorsOf({ body }: Answer): string[] {
  return (body.errors ?? []).map(({ path, extensions }) => `${extensions.code} ${(path ?? []).join('.')}`);
}
