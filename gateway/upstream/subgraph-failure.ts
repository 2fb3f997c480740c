import { type ErrorCode } from '../errors';

/**
 * What went wrong, as far as it matters for what follows: `refused` (nothing was tried), `request` (it cannot be sent at
 * all), `connection`, `status`, `timeout`, `deadline` (of the client's request), `left` (nobody wants it any more), or the
 * `answer` itself.
 */
export type FailureKind =
  'refused' | 'request' | 'connection' | 'status' | 'timeout' | 'deadline' | 'left' | 'answer';

/** More about a failure. */
export interface FailureDetails {
  readonly kind?: FailureKind;
  /** The HTTP status that the subgraph answered with. */
  readonly status?: number;
  /** False when it is sure that the subgraph has seen nothing of the request. */
  readonly wasSent?: boolean;
}

/** A subgraph request that brought no usable answer. The message is for operators and never shown to a client. */
export class SubgraphFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number | undefined;
  readonly wasSent: boolean;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { kind = 'answer', status, wasSent = true }: FailureDetails = {},
  ) {
    super(message);
    this.name = 'SubgraphFailure';
    this.kind = kind;
    this.status = status;
    this.wasSent = wasSent;
  }
}
