/** What a GraphQL request asks for. */
export interface RequestContent {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** The body of a request to a subgraph: one JSON object, never an array (GraphQL over HTTP, section 5.4 "POST"). */
export function requestText({ query, variables, operationName }: RequestContent): string {
  return JSON.stringify({ query, variables, operationName });
}
