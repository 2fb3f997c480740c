import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { graphql, type GraphQLSchema } from 'graphql';
import { isErrorCode } from '../../../gateway/errors';
import { startGatewayWorld, type Answer, type GatewayWorld } from '../../kit/gateway-world';
import { type SubgraphDefinition } from '../../kit/gateway-subgraphs';

/** What a suite may say about its world. */
export interface WorldOptions {
  /** The same facts in one place: the root value of a schema without subgraphs that must give the same answers. */
  readonly monolith?: Root | (() => Root);
  readonly settings?: Record<string, unknown>;
  readonly change?: (supergraph: string) => string;
}

/** What a case may say about its operation and the answer beside the data. */
export interface CaseOptions {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  /** How often each subgraph must be asked; those not named, never. Absent means that it does not matter. */
  readonly requests?: Readonly<Record<string, number>>;
  /** The paths of all errors, in any order, as `users.0.name`. @default none */
  readonly errors?: readonly string[];
  /** Nulls of which each must be explained by an error at it, above it or below it; instead of `errors`. */
  readonly explained?: readonly string[];
  /** False when no schema without subgraphs can tell the answer. @default true */
  readonly hasMonolith?: boolean;
}

/** Declares the cases of one suite, each of them one jest test. */
export interface Conformance {
  (name: string, query: string, data: unknown, options?: CaseOptions): void;
  /** A case that the engine does not pass yet; it fails the run as soon as it does. */
  failing(name: string, query: string, data: unknown, options?: CaseOptions): void;
  /** An operation that is refused before any subgraph is asked. */
  refused(name: string, query: string, code: string, options?: CaseOptions): void;
  /** The running world; only inside tests. */
  world(): GatewayWorld;
}

type Root = Record<string, unknown>;

/** Starts `subgraphs` and a gateway over them for one test file and answers what declares its cases. */
export function conformance(
  subgraphs: readonly SubgraphDefinition[],
  options: WorldOptions = {},
): Conformance {
  let world: GatewayWorld | undefined;
  let schema: GraphQLSchema | undefined;
  const started = (): GatewayWorld => {
    if (!world) throw new Error('the world is not started yet');
    return world;
  };
  beforeAll(async () => {
    world = await startGatewayWorld(subgraphs, options.settings, options.change);
    schema = monolithicSchema(world.supergraph);
  });
  afterAll(async () => {
    await world?.close();
    // A defect of the engine that works on bytes shows in no answer: the exact engine takes over.
    expect(world?.logs.filter((line) => line.includes('could not be made of bytes'))).toEqual([]);
  });

  const run = async (query: string, data: unknown, wanted: CaseOptions): Promise<void> => {
    const answer = await asked(started(), subgraphs, query, wanted);
    expectAnswer(answer, data, wanted);
    // The fourth answer of a plan is the first that is made of bytes, and must be the same.
    for (let times = 1; times < timesToAsk(query); times += 1) {
      expectAnswer(await asked(started(), subgraphs, query, wanted), data, wanted);
    }
    if (options.monolith && schema && wanted.hasMonolith !== false) {
      expectMonolith(answer, await monolithic(schema, options.monolith, query, wanted));
    }
  };
  const declare = (name: string, query: string, data: unknown, wanted: CaseOptions = {}): void =>
    test(name, () => run(query, data, wanted));
  return Object.assign(declare, {
    failing: (name: string, query: string, data: unknown, wanted: CaseOptions = {}): void =>
      test.failing(name, () => run(query, data, wanted)),
    refused: (name: string, query: string, code: string, wanted: CaseOptions = {}): void =>
      test(name, async () => {
        const { body, status } = await asked(started(), subgraphs, query, { ...wanted, requests: {} });
        expect(body.data ?? null).toBeNull();
        expect(body.errors?.map(({ extensions }) => extensions.code)).toContain(code);
        expect(status).toBeLessThan(500);
      }),
    world: started,
  });
}

/** How often a case is asked; a mutation has changed what it was asked of. */
function timesToAsk(query: string): number {
  return /^\s*mutation\b/.test(query) ? 1 : 6;
}

/** Asks, and checks how often each subgraph was asked for it. */
async function asked(
  world: GatewayWorld,
  subgraphs: readonly SubgraphDefinition[],
  query: string,
  { variables, operationName, requests }: CaseOptions,
): Promise<Answer> {
  for (const { name } of subgraphs) world.subgraph(name).seen.length = 0;
  const answer = await world.ask(query, {
    ...(variables && { variables }),
    ...(operationName !== undefined && { operationName }),
  });
  const counts = subgraphs.map(({ name }) => [name, world.subgraph(name).seen.length] as const);
  if (requests) expect(Object.fromEntries(counts.filter(([, count]) => count > 0))).toEqual(requests);
  return answer;
}

function expectAnswer(
  { body, status }: Answer,
  data: unknown,
  { errors = [], explained }: CaseOptions,
): void {
  const paths = pathsOf(body.errors);
  expect({ data: body.data, errors: explained ? [] : paths }).toEqual({ data, errors: [...errors].sort() });
  // The order of the keys is the order of the operation, so the text is equal, too.
  expect(JSON.stringify(body.data)).toBe(JSON.stringify(data));
  for (const place of explained ?? []) expect(paths.filter((path) => isAlong(path, place))).not.toEqual([]);
  for (const { extensions } of body.errors ?? []) expect(isErrorCode(extensions.code)).toBe(true);
  expect(status).toBe(200);
}

function expectMonolith({ body }: Answer, whole: Awaited<ReturnType<typeof graphql>>): void {
  expect(JSON.stringify(body.data)).toBe(JSON.stringify(whole.data));
  expect(pathsOf(body.errors)).toEqual(pathsOf(whole.errors));
}

async function monolithic(
  schema: GraphQLSchema,
  monolith: Root | (() => Root),
  query: string,
  { variables, operationName }: CaseOptions,
): Promise<Awaited<ReturnType<typeof graphql>>> {
  const rootValue = typeof monolith === 'function' ? monolith() : monolith;
  return graphql({ schema, source: query, rootValue, variableValues: variables, operationName });
}

function monolithicSchema(supergraph: string): GraphQLSchema {
  const built = Supergraph.build(supergraph, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  return built.apiSchema().toGraphQLJSSchema();
}

function pathsOf(
  errors: readonly { readonly path?: readonly (string | number)[] | undefined }[] = [],
): string[] {
  return errors.map(({ path = [] }) => path.join('.')).sort();
}

function isAlong(path: string, place: string): boolean {
  return path === place || place.startsWith(`${path}.`) || path.startsWith(`${place}.`);
}
