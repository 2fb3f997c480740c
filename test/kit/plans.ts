import '../../gateway/telemetry/disable-vendor-telemetry';
import { composeServices } from '@apollo/composition';
import {
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import { buildOperationContext, executeQueryPlan } from '@apollo/gateway';
import { prettyFormatQueryPlan, QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { buildPlanningSupergraph } from '../../gateway/planning/planning-supergraph';

/** The schemas of subgraphs by their names. */
export type SubgraphSchemas = Readonly<Record<string, string>>;

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@external", "@requires", "@provides", "@shareable", "@interfaceObject", "@inaccessible", "@tag",
  "@override", "@context", "@fromContext", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize"
])\n`;

/** The supergraph of some subgraphs. Throws when they do not compose. */
export function compose(subgraphs: SubgraphSchemas): string {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}.test/graphql`,
    typeDefs: parse(withLink(sdl)),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(String(errors));
  return supergraphSdl;
}

/** Plans as the planner makes them by itself, and as the gateway does. */
export interface Plans {
  readonly uncured: QueryPlan;
  readonly cured: QueryPlan;
}

/** Both plans of an operation. Throws when clients could not ask it. */
export function planBoth(sdl: string, operation: string): Plans {
  return { uncured: planUncured(sdl, operation), cured: planCured(sdl, operation) };
}

/** The plan as the planner makes it by itself. Throws what the planner throws. */
export function planUncured(sdl: string, operation: string): QueryPlan {
  return plan(build(sdl), validDocument(sdl, operation));
}

/** The plan as the gateway makes it. */
export function planCured(sdl: string, operation: string): QueryPlan {
  const { supergraph, prepare, restore } = buildPlanningSupergraph(sdl);
  const document = prepare(validDocument(sdl, operation), build(sdl).apiSchema().toGraphQLJSSchema());
  return restore(plan(supergraph, document));
}

function validDocument(sdl: string, operation: string): DocumentNode {
  const document = parse(operation);
  const invalid = validate(build(sdl).apiSchema().toGraphQLJSSchema(), document);
  if (invalid.length > 0) throw new Error(invalid.map(String).join('\n'));
  return document;
}

function plan(supergraph: Supergraph, document: DocumentNode): QueryPlan {
  const operation = operationFromDocument(supergraph.apiSchema(), document, { validate: false });
  return new QueryPlanner(supergraph).buildQueryPlan(operation);
}

function build(sdl: string): Supergraph {
  return Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
}

/** A plan as text on one line, which tests compare. */
export function printPlan(queryPlan: QueryPlan): string {
  return prettyFormatQueryPlan(queryPlan).replaceAll(/\s+/g, ' ').replaceAll(/,? }/g, ' }');
}

/** Resolvers of one subgraph by type and field; `__resolveReference` among them. */
export type SubgraphResolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Runs a plan with the stock executor over subgraphs in memory, and tells the data and what they were asked. */
export async function runPlan(
  subgraphs: SubgraphSchemas,
  resolvers: Readonly<Record<string, SubgraphResolvers>>,
  supergraph: string,
  operation: string,
  queryPlan: QueryPlan,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly data: unknown; readonly errors: unknown; readonly asked: readonly string[] }> {
  const built = build(supergraph);
  const apiSchema = built.apiSchema();
  const asked: string[] = [];
  const services = Object.fromEntries(
    Object.entries(subgraphs).map(([name, sdl]) => {
      // The package's resolver map type is not exported; a wrong one fails the test that uses it.
      const module = { typeDefs: parse(withLink(sdl)), resolvers: resolvers[name] as never };
      return [name, inMemory(name, buildSubgraphSchema([module]), asked)];
    }),
  );
  const result = await executeQueryPlan(
    queryPlan,
    services as never,
    { request: { variables }, context: {}, metrics: {}, logger: console } as never,
    buildOperationContext({
      schema: apiSchema.toGraphQLJSSchema(),
      operationDocument: parse(operation),
    }),
    built.schema.toGraphQLJSSchema(),
    apiSchema,
  );
  // Objects without a prototype do not equal literals.
  const data: unknown = JSON.parse(JSON.stringify(result.data ?? null));
  return { data, errors: result.errors, asked };
}

function inMemory(name: string, schema: GraphQLSchema, asked: string[]): { process: unknown } {
  return {
    process: async ({ request }: { request: { query: string; variables?: Record<string, unknown> } }) => {
      asked.push(`${name}: ${request.query} ${JSON.stringify(request.variables ?? {})}`);
      return graphql({
        schema,
        source: request.query,
        ...(request.variables && { variableValues: request.variables }),
      });
    },
  };
}

function withLink(sdl: string): string {
  return sdl.includes('@link(') ? sdl : LINK + sdl;
}
