import { type RequestScope } from '../context';

/** One GraphQL request to one subgraph. */
export interface SubgraphRequest {
  readonly subgraph: string;
  readonly url: string;
  /** The whole body, one JSON object. */
  readonly body: string;
  readonly isMutation: boolean;
  readonly scope: RequestScope;
}

/** Signs who asks into one header, bound to the audience and the exact body; absent when no envelope is configured. */
export type SignEnvelope = (scope: RequestScope, audience: string, body: Uint8Array) => string;

/** The headers of the request: the gateway's own, the allowed ones of the client, and the envelope, which none may replace. */
export function requestHeaders(
  { scope, subgraph }: SubgraphRequest,
  body: Uint8Array,
  accept: string,
  signEnvelope: SignEnvelope | undefined,
): Record<string, string> {
  return {
    ...scope.forwardedHeaders,
    'content-type': 'application/json',
    accept,
    'x-request-id': scope.requestId,
    ...(signEnvelope && { 'x-lastmile-identity': signEnvelope(scope, subgraph, body) }),
  };
}
