import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { type SubgraphDefinition } from '../../kit/gateway-subgraphs';

/** Answers the bodies of GraphQL requests. */
export type Answerer = (body: string) => Promise<Buffer>;

/** Answers are kept up to this many bytes, bodies included; then all are forgotten. */
const KEPT_BYTES = 64 * 1024 * 1024;
const KEPT_DOCUMENTS = 1_000;

/**
 * An answerer that executes whatever is asked with graphql-js, once. The data never changes, so the same body has the same
 * answer, and giving it again costs next to nothing: the stubs share the machine with the gateways that are measured.
 * A gateway that asks what the subgraph cannot answer gets errors as GraphQL says.
 */
export function createAnswerer({ sdl, resolvers }: SubgraphDefinition): Answerer {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), ...(resolvers && { resolvers }) }]);
  const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();
  const answers = new Map<string, Buffer>();
  let keptBytes = 0;
  return async (body) => {
    const known = answers.get(body);
    if (known) return known;
    const answer = Buffer.from(JSON.stringify(await answerNew(schema, documents, body)));
    keptBytes += body.length + answer.length;
    if (keptBytes > KEPT_BYTES) {
      answers.clear();
      keptBytes = body.length + answer.length;
    }
    answers.set(body, answer);
    return answer;
  };
}

async function answerNew(
  schema: GraphQLSchema,
  documents: Map<string, DocumentNode | readonly GraphQLError[]>,
  body: string,
): Promise<ExecutionResult> {
  const request = readRequest(body);
  if (!request) return { errors: [new GraphQLError('The body is not a GraphQL request in JSON.')] };
  let document = documents.get(request.query);
  if (document === undefined) {
    document = prepare(schema, request.query);
    if (documents.size >= KEPT_DOCUMENTS) documents.clear();
    documents.set(request.query, document);
  }
  if (!('kind' in document)) return { errors: document };
  const { variables, operationName } = request;
  return execute({ schema, document, variableValues: variables, operationName });
}

function prepare(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

interface ReadRequest {
  readonly query: string;
  readonly variables: Record<string, unknown> | null;
  readonly operationName: string | null;
}

function readRequest(body: string): ReadRequest | null {
  try {
    // A gateway under measurement is trusted to send the right types of the two optional members.
    const { query, variables = null, operationName = null } = JSON.parse(body) as Partial<ReadRequest>;
    return typeof query === 'string' ? { query, variables, operationName } : null;
  } catch {
    return null;
  }
}
