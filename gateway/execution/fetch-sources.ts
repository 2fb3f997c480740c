import { type GraphQLDataSource, type ServiceMap } from '@apollo/gateway';
import { type GraphQLFormattedError } from 'graphql';
import { clientError } from '../errors';
import { type RequestScope } from '../context';
import { type SubgraphAnswer } from '../upstream/parse-answer';
import { requestText } from '../upstream/request-text';
import { type SubgraphClient } from '../upstream/subgraph-client';
import { SubgraphFailure } from '../upstream/subgraph-failure';
import { shownError } from '../upstream/shown-error';
import { fetchFailure, type FetchFailure } from './fetch-failure';

/** One fetch as the stock executor asks for it. */
interface Fetch {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
  readonly path: readonly (string | number)[];
}

/** Answers a fetch from elsewhere than its subgraph; undefined when it does not know it. */
export type KnownAnswer = (query: string) => SubgraphAnswer | undefined;

/** The data sources of one execution, and what they saw. */
export interface FetchSources {
  readonly services: ServiceMap;
  /** Fetches without data and errors without a place. */
  readonly failures: readonly FetchFailure[];
  /** Sources that give the same data again without asking anyone, and no errors. */
  replay(): ServiceMap;
}

/** Makes the sources through which the stock executor reaches the subgraphs. They never throw: failures are written down. */
export function createFetchSources(
  urls: ReadonlyMap<string, string>,
  client: SubgraphClient,
  scope: RequestScope,
  isMutation: boolean,
  known: KnownAnswer = () => undefined,
): FetchSources {
  const failures: FetchFailure[] = [];
  const seen = new Map<string, string>();

  const ask = async (fetch: Fetch): Promise<SubgraphAnswer> => {
    const answer = known(fetch.query);
    if (answer) return answer;
    const url = urls.get(fetch.subgraph) ?? '';
    // Entity fetches of a mutation are queries: they have no effect, and may be sent again.
    return client.send({
      subgraph: fetch.subgraph,
      url,
      body: requestText(fetch),
      isMutation: isMutation && fetch.query.startsWith('mutation'),
      scope,
    });
  };

  const answer = async (
    fetch: Fetch,
  ): Promise<{ data: Record<string, unknown> | null; errors: GraphQLFormattedError[] }> => {
    try {
      const { data, errors } = await ask(fetch);
      // The executor merges into what it gets, so a copy is kept as text.
      seen.set(fetchKey(fetch), JSON.stringify(data));
      const shown = errors.map((error) => shownError(error, scope.principal));
      const placed = shown.filter(isPlaced);
      const [first] = shown;
      // Without any data every field of the fetch is null, also those that no error names.
      const missing = data === null && first ? [first] : shown.filter((error) => !isPlaced(error));
      for (const error of missing) failures.push(fetchFailure(error, fetch.path, fetch.query));
      return { data, errors: placed };
    } catch (error) {
      const code = error instanceof SubgraphFailure ? error.code : 'INTERNAL_SERVER_ERROR';
      if (code === 'INTERNAL_SERVER_ERROR') scope.log.error({ err: error }, 'a fetch failed unexpectedly');
      failures.push(fetchFailure(clientError(code), fetch.path, fetch.query));
      return { data: null, errors: [] };
    }
  };

  const replayed = async (fetch: Fetch): Promise<{ data: Record<string, unknown> | null }> => {
    const text = seen.get(fetchKey(fetch));
    // Only texts written above are read back.
    return { data: text === undefined ? null : (JSON.parse(text) as Record<string, unknown> | null) };
  };

  return {
    services: serviceMap(urls, answer),
    failures,
    replay: () => serviceMap(urls, replayed),
  };
}

function serviceMap(
  urls: ReadonlyMap<string, string>,
  process: (
    fetch: Fetch,
  ) => Promise<{ data: Record<string, unknown> | null; errors?: GraphQLFormattedError[] }>,
): ServiceMap {
  const services = Object.create(null) as ServiceMap;
  for (const subgraph of urls.keys()) {
    const source: GraphQLDataSource = {
      process: async (options) => {
        const { query = '', variables = {}, operationName } = options.request;
        const path = ('pathInIncomingRequest' in options && options.pathInIncomingRequest) || [];
        const { data, errors } = await process({
          subgraph,
          query,
          variables,
          operationName,
          path: [...path],
        });
        return { data, ...(errors && errors.length > 0 && { errors }) };
      },
    };
    services[subgraph] = source;
  }
  return services;
}

/** The executor can translate paths of root fields and of single entities; `["_entities"]` alone is no place. */
function isPlaced({ path }: GraphQLFormattedError): boolean {
  return path !== undefined && (path[0] !== '_entities' || typeof path[1] === 'number');
}

function fetchKey({ subgraph, query, variables, path }: Fetch): string {
  return JSON.stringify([subgraph, query, variables, path]);
}
