import { execute, GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { type RunData } from '../world/subgraph-schema';

/** A request that a subgraph had to refuse: whoever planned or wrote it is wrong. */
export class InvalidSubgraphRequest extends Error {}

/** Documents that are valid for a schema, so that equal requests are checked once. */
const checked = new WeakMap<GraphQLSchema, Map<string, DocumentNode>>();

/** The JSON text that a subgraph answers to a request body. Throws InvalidSubgraphRequest where a server would refuse. */
export async function runSubgraph(schema: GraphQLSchema, body: string, run: RunData): Promise<string> {
  // Whatever is wrong with it shows when it is checked and run.
  const { query, variables } = JSON.parse(body) as {
    readonly query: string;
    readonly variables?: Record<string, unknown>;
  };
  const result = await execute({
    schema,
    document: checkedDocument(schema, query),
    variableValues: variables ?? {},
    contextValue: run,
  });
  if (!('data' in result)) {
    throw new InvalidSubgraphRequest(`${result.errors?.map(({ message }) => message).join('; ')} in ${body}`);
  }
  return JSON.stringify(result);
}

function checkedDocument(schema: GraphQLSchema, query: string): DocumentNode {
  const known = checked.get(schema) ?? new Map<string, DocumentNode>();
  checked.set(schema, known);
  const document = known.get(query) ?? parseChecked(schema, query);
  if (known.size < 1_000) known.set(query, document);
  return document;
}

function parseChecked(schema: GraphQLSchema, query: string): DocumentNode {
  try {
    const document = parse(query);
    const [error] = validate(schema, document);
    if (error) throw error;
    return document;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new InvalidSubgraphRequest(`${error.message} in ${query}`);
  }
}
