import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { type SubgraphDefinition } from './gateway-subgraphs';
import { type Answer, type AskOptions, type GatewayWorld, startGatewayWorld } from './gateway-world';

/** What a client sends that means no good. */
export interface Attack {
  /** @default POST */
  readonly method?: string;
  /** @default /graphql */
  readonly path?: string;
  /** @default that the body is JSON */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What came of it. */
export interface Outcome {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Processor time of the whole process meanwhile: client, gateway and subgraphs. */
  readonly cpuMs: number;
  /** How many requests the subgraphs got meanwhile. */
  readonly calls: number;
}

/** A gateway over two subgraphs that answer everything, to be attacked. */
export interface HostileWorld extends GatewayWorld {
  /** Makes the subgraph of books answer by itself; undefined makes it behave. */
  misbehave(handle: ((response: ServerResponse, body: string) => void) | undefined): void;
  attack(attack: Attack): Promise<Outcome>;
  /** Posts an operation as an attack. */
  operation(
    query: unknown,
    options?: Omit<AskOptions, 'headers'> & Pick<Attack, 'headers'>,
  ): Promise<Outcome>;
  /** Posts a body as it is. */
  body(text: string | Buffer): Promise<Outcome>;
}

export const JSON_BODY = { 'content-type': 'application/json' };

const NAMES = ['zulu', 'yankee'];

/** Starts it. */
export async function startHostileWorld(
  settings: Parameters<typeof startGatewayWorld>[1] = {},
): Promise<HostileWorld> {
  let handle: ((response: ServerResponse, body: string) => void) | undefined;
  const definitions = library((response, body) => {
    handle?.(response, body);
    return handle !== undefined;
  });
  const world = await startGatewayWorld(definitions, settings);
  const calls = (): number => NAMES.reduce((sum, name) => sum + world.subgraph(name).seen.length, 0);
  const attack = async (what: Attack): Promise<Outcome> => {
    const before = calls();
    const cpu = process.cpuUsage();
    const answer = await send(world.url, what);
    const { user, system } = process.cpuUsage(cpu);
    return { ...answer, cpuMs: (user + system) / 1_000, calls: calls() - before };
  };
  return {
    ...world,
    misbehave: (next) => void (handle = next),
    attack,
    operation: (query, { headers = {}, ...rest } = {}) =>
      attack({ headers: { ...JSON_BODY, ...headers }, body: JSON.stringify({ query, ...rest }) }),
    body: (body) => attack({ headers: JSON_BODY, body }),
  };
}

/** The errors of an answer, which must be JSON. */
export function errorsOf({ text }: Pick<Outcome, 'text'>): NonNullable<Answer['body']['errors']> {
  // Whatever else it is, the assertions of the tests find out.
  return (JSON.parse(text) as Answer['body']).errors ?? [];
}

/** More than any refusal should take, also on a machine with other work to do. */
const MOST_CPU_MS = 1_500;

/**
 * Expects that an attack ended before anything was executed: with one of the statuses and codes, in JSON, with short
 * errors that tell nothing of the inside, and cheaply.
 */
export function expectRefusal(
  outcome: Outcome,
  status: number | readonly number[],
  code: string | readonly string[],
): void {
  const errors = errorsOf(outcome);
  expect([status].flat()).toContain(outcome.status);
  expect([code].flat()).toContain(errors[0]?.extensions.code);
  expect(outcome.headers['content-type']).toMatch(/^application\/(graphql-response\+)?json/);
  expect(JSON.parse(outcome.text)).not.toHaveProperty('data');
  expect(errors.length).toBeLessThanOrEqual(51);
  expect(Math.max(...errors.map(({ message }) => message.length))).toBeLessThanOrEqual(210);
  expectNoLeak(outcome.text);
  expect(outcome.calls).toBe(0);
  expect(outcome.cpuMs).toBeLessThan(MOST_CPU_MS);
}

/** Expects that a text tells nothing of the inside: no stack, file, address, or name of a subgraph. */
export function expectNoLeak(text: string): void {
  expect(text).not.toMatch(
    /zulu|yankee|127\.0\.0\.1|localhost|node_modules|stack|serviceName|\.[jt]s:\d|\bat \w+ \(|\bE(CONN|NOTFOUND|PIPE|TIMEDOUT|HOST)/,
  );
}

function send(
  url: string,
  { method = 'POST', path = '/graphql', headers = JSON_BODY, body }: Attack,
): Promise<Omit<Outcome, 'cpuMs' | 'calls'>> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const options = { hostname, port, method, path, headers: { ...headers }, agent: false };
    const request = httpRequest(options, (response) => {
      read(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        reject,
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function library(handle: (response: ServerResponse, body: string) => boolean): SubgraphDefinition[] {
  const book = (id: unknown): object => ({ __typename: 'Book', id, title: `Book ${String(id)}`, pages: 7 });
  const known = (id: string): object | null => (/^\w{1,20}$/.test(id) ? book(id) : null);
  const reader = (id: unknown): object => ({ __typename: 'Reader', id, name: `Reader ${String(id)}` });
  return [
    {
      name: 'zulu',
      handle: (_request, response, body) => handle(response, body),
      sdl: `
        type Query {
          book(id: ID!): Book
          books: [Book!]!
          find(genre: Genre, filter: Filter, pages: Int, price: Float, text: String, ids: [Int!]): [Item!]
          item: Item
          hidden: String @inaccessible
          priced(currency: String @inaccessible, genre: Genre): Int
        }
        type Mutation { add(title: String!): Book }
        enum Genre { CRIME POETRY BANNED @inaccessible }
        input Filter { title: String genre: Genre pages: Int and: [Filter!] }
        type Ghost @inaccessible { id: ID! }
        interface Written { id: ID! title: String }
        type Book implements Written @key(fields: "id") { id: ID! title: String pages: Int sequel: Book author: Reader }
        type Paper implements Written @key(fields: "id") { id: ID! title: String pages: String }
        union Item = Book | Paper | Reader
        type Reader @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          book: (_: unknown, { id }: { id: string }) => known(id),
          books: () => ['1', '2', '3'].map(book),
          find: () => [book('1'), { __typename: 'Paper', id: '2', title: 'Paper 2', pages: 'vii' }],
          item: () => book('1'),
          hidden: () => 'hidden',
          priced: () => 1,
        },
        Mutation: { add: (_: unknown, { title }: { title: string }) => ({ ...book('9'), title }) },
        Book: {
          __resolveReference: ({ id }: { id: string }) => known(id),
          sequel: () => book('2'),
          author: () => reader('1'),
        },
        Paper: { __resolveReference: ({ id }: { id: string }) => ({ id, title: 'Paper', pages: 'i' }) },
        Written: { __resolveType: () => 'Book' },
      },
    },
    {
      name: 'yankee',
      sdl: `
        type Query { reader(id: ID!): Reader }
        type Reader @key(fields: "id") { id: ID! name: String! read: [Book!] }
        type Book @key(fields: "id") { id: ID! stars: Int }
      `,
      resolvers: {
        Query: { reader: (_: unknown, { id }: { id: string }) => reader(id) },
        Reader: {
          __resolveReference: ({ id }: { id: string }) => reader(id),
          read: () => [{ __typename: 'Book', id: '1' }],
        },
        Book: { stars: () => 5 },
      },
    },
  ];
}

/** `count` pieces of text in a row. */
export function repeat(count: number, write: (index: number) => string, between = ' '): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(between);
}
