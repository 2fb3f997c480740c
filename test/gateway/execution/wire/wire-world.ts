import { Kind, parse, type SelectionSetNode } from 'graphql';
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

/** The members that an entity may have, each as JSON. */
export type Members = Readonly<Record<string, string>>;

/**
 * Answers each representation with what `entityOf` gives: JSON as it is, or those of its members that the list selects.
 */
export function entities(
  entityOf: (representation: Readonly<Record<string, unknown>>) => string | Members,
): (body: string) => string {
  return (body) => {
    // A request of the gateway.
    const { query, variables } = JSON.parse(body) as {
      readonly query: string;
      readonly variables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
    };
    const lists = listsOf(query).map(({ alias, variable, keys }) => {
      const items = (variables[variable] ?? []).map((representation) => {
        const entity = entityOf(representation);
        if (typeof entity === 'string') return entity;
        return `{${keys.map((key) => `"${key}":${entity[key] ?? 'null'}`).join()}}`;
      });
      return `"${alias}":[${items.join()}]`;
    });
    return `{"data":{${lists.join()}}}`;
  };
}

interface AskedList {
  readonly alias: string;
  readonly variable: string;
  readonly keys: readonly string[];
}

function listsOf(query: string): readonly AskedList[] {
  const [operation] = parse(query).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((field) => {
    if (field.kind !== Kind.FIELD) return [];
    const value = field.arguments?.[0]?.value;
    const variable = value?.kind === Kind.VARIABLE ? value.name.value : '';
    return [{ alias: field.alias?.value ?? field.name.value, variable, keys: keysOf(field.selectionSet) }];
  });
}

function keysOf(selectionSet: SelectionSetNode | undefined): readonly string[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.alias?.value ?? selection.name.value];
    return selection.kind === Kind.INLINE_FRAGMENT ? keysOf(selection.selectionSet) : [];
  });
}
