import { type RequestScope } from '../context';

/** One GraphQL request to one subgraph. */
export interface SubgraphRequest {
  readonly subgraph: string;
  readonly url: string;
  /** The whole body, one JSON object; its bytes are not changed any more. */
  readonly body: string | Buffer;
  readonly isMutation: boolean;
  readonly scope: RequestScope;
  /** Where it stands in the trace. @default where the scope does */
  readonly traceparent?: string;
}

/** Signs who asks into one header, bound to the audience and the exact body; absent when no envelope is configured. */
export type SignEnvelope = (scope: RequestScope, audience: string, body: Uint8Array) => string;
