import { type ErrorCode } from '../errors';

/** A subgraph request that brought no usable answer. The message is for operators and never shown to a client. */
export class SubgraphFailure extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'SubgraphFailure';
  }
}
