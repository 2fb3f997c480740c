import { messageOf } from '../support/message-of';
import { SubgraphFailure } from './subgraph-failure';

/** The circumstances of an error. */
export interface FailedRequest {
  readonly isMutation: boolean;
  /** False when nothing of the request was written to a connection. */
  readonly wasSent: boolean;
  /** True when the request was given up by who asked for it. */
  readonly isCancelled: boolean;
}

/**
 * What an error of a request means. A mutation of which the subgraph may have seen something, and which was not answered,
 * has an unknown outcome; one that never left the gateway has merely failed.
 */
export function failureOf(
  error: unknown,
  { isMutation, wasSent, isCancelled }: FailedRequest,
): SubgraphFailure {
  if (error instanceof SubgraphFailure) {
    const isLost = isMutation && wasSent && error.kind === 'timeout';
    return new SubgraphFailure(isLost ? 'OUTCOME_UNKNOWN' : error.code, error.message, {
      kind: error.kind,
      wasSent,
      ...(error.status !== undefined && { status: error.status }),
    });
  }
  const code = isMutation && wasSent ? 'OUTCOME_UNKNOWN' : 'SUBREQUEST_HTTP_ERROR';
  const kind = isCancelled ? 'left' : isUnsendable(error) ? 'request' : 'connection';
  return new SubgraphFailure(code, messageOf(error), { kind, wasSent });
}

/** Our own mistake: the subgraph is not to blame. */
function isUnsendable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'UND_ERR_INVALID_ARG';
}
