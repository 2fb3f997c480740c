import {
  startGatewayWorld,
  type Answer,
  type AskOptions,
  type GatewayWorld,
} from '../../../kit/gateway-world';
import { type SubgraphDefinition } from '../../../kit/gateway-subgraphs';

/** The body of a subgraph's answer, made from the body of the request. */
export type Reply = string | Buffer | ((body: string) => string | Buffer);

/** A gateway over subgraphs that answer with the bytes they are told to. */
export interface WireWorld extends GatewayWorld {
  /** What each subgraph answers from now on. */
  replies: Readonly<Record<string, Reply>>;
  /** Asks a document that nobody asked before five times: the first three answers are exact, the others made of bytes. */
  askFiveTimes(query: string, options?: AskOptions): Promise<readonly Asked[]>;
}

/** An answer, and what its subgraphs were asked for it. */
export interface Asked {
  readonly answer: Answer;
  /** The subgraph and body of each request, sorted. */
  readonly requests: readonly string[];
}

const RUNS = 5;

const SUBGRAPHS: readonly { readonly name: string; readonly sdl: string }[] = [
  {
    name: 'items',
    sdl: `
      scalar JSON
      enum Color { RED GREEN SECRET @inaccessible }
      interface Node { id: ID! }
      union Thing = Item | Box
      type Query {
        item: Item must: Item! list: [Item] strict: [Item!]! other: Item node: Node thing: Thing things: [Thing]
      }
      type Item implements Node @key(fields: "id") {
        id: ID! name: String count: Int ratio: Float isOn: Boolean color: Color json: JSON jsons: [JSON] tags: [String!]
        grid: [[Int]] sure: String! part: Part parts: [Part] next: Item nexts: [Item] serial: ID
      }
      type Part { label: String size: Int! }
      type Box implements Node { id: ID! depth: Int }
      type Hidden implements Node @inaccessible { id: ID! }
    `,
  },
  {
    name: 'prices',
    sdl: `
      type Item @key(fields: "id") {
        id: ID! price: Int note: String firm: String! maker: Maker related: [Item] serial: ID @external
        checked: Boolean @requires(fields: "serial")
      }
      type Maker @key(fields: "id") { id: ID! title: String }
    `,
  },
  { name: 'makers', sdl: 'type Maker @key(fields: "id") { id: ID! city: String }' },
];

/** Starts the world with `settings`. Every answer is what `replies` says. */
export async function startWireWorld(settings: Record<string, unknown> = {}): Promise<WireWorld> {
  let cases = 0;
  const definitions = SUBGRAPHS.map((subgraph): SubgraphDefinition => ({
    ...subgraph,
    handle: (_request, response, body) => {
      const reply = world.replies[subgraph.name] ?? '{"data":null}';
      const text = typeof reply === 'function' ? reply(body) : reply;
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
      return true;
    },
  }));
  const base = await startGatewayWorld(definitions, { traffic: { breaker: false }, ...settings });
  const askOnce = async (query: string, options?: AskOptions): Promise<Asked> => {
    for (const { name } of SUBGRAPHS) base.subgraph(name).seen.length = 0;
    const answer = await base.ask(query, options);
    const requests = SUBGRAPHS.flatMap(({ name }) =>
      base.subgraph(name).seen.map(({ body }) => `${name} ${body}`),
    );
    return { answer, requests: requests.sort() };
  };
  const world: WireWorld = {
    ...base,
    replies: {},
    askFiveTimes: async (query, options) => {
      cases += 1;
      const asked: Asked[] = [];
      for (let run = 0; run < RUNS; run += 1)
        asked.push(await askOnce(`query Case${cases}${query}`, options));
      return asked;
    },
  };
  return world;
}

/** Answers `_entities` with what `entity` makes of each representation, in one list or several. */
export function entities(
  entity: (representation: Record<string, string>) => string,
): (body: string) => string {
  return (body) => {
    // A request of the gateway.
    const { query, variables } = JSON.parse(body) as {
      readonly query: string;
      readonly variables: Record<string, Record<string, string>[]>;
    };
    const lists = [...query.matchAll(/(\w+):\s*_entities\(representations:\s*\$(\w+)\)/g)].map(
      ([, alias = '', name = '']) => [alias, name] as const,
    );
    const asked = lists.length > 0 ? lists : [['_entities', 'representations'] as const];
    const members = asked.map(
      ([alias, name]) => `"${alias}":[${(variables[name] ?? []).map(entity).join(',')}]`,
    );
    return `{"data":{${members.join(',')}}}`;
  };
}
