import { OperationTypeNode } from 'graphql';
import { type Exchange } from './exchange';
import { type ExecutionResult } from './execution/executor';
import { type Cancellation } from './support/cancellation';
import { SharedFlights } from './support/shared-flights';
import { forwardedHeaders } from './upstream/forwarded-headers';
import { identityOf } from './upstream/sharing-key';

/** Lets identical queries of clients that run at the same time share one answer (`traffic.share: client`). */
export class AnswerSharing {
  private readonly flights = new SharedFlights<ExecutionResult>();
  private readonly forwarded: readonly string[];
  /** Changes with every mutation: a query that starts after one must not see what was read before it. */
  private epoch = 0;

  constructor(
    private readonly isOn: boolean,
    forwarded: readonly string[],
  ) {
    this.forwarded = forwarded;
  }

  /** Runs `work`, or joins what runs for an identical query already. Mutations are never shared. */
  run(
    exchange: Exchange,
    cancellation: Cancellation,
    work: (cancellation: Cancellation) => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    if (!this.isOn) return work(cancellation);
    if (exchange.operation.operation === OperationTypeNode.MUTATION)
      return this.runMutation(cancellation, work);
    const key = this.keyOf(exchange);
    if (key === undefined) return work(cancellation);
    return this.flights.take(this.flights.find(key) ?? this.flights.start(key, work), cancellation);
  }

  private async runMutation(
    cancellation: Cancellation,
    work: (cancellation: Cancellation) => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    this.epoch += 1;
    try {
      return await work(cancellation);
    } finally {
      this.epoch += 1;
    }
  }

  /** Undefined for requests whose headers carry a session: those are answered one by one. */
  private keyOf({ served, parameters, variables, principal, request }: Exchange): string | undefined {
    const headers = forwardedHeaders(this.forwarded, request.headers);
    if ('cookie' in headers || 'authorization' in headers) return undefined;
    return JSON.stringify([
      served.graph.supergraph.id,
      this.epoch,
      identityOf(principal),
      headers,
      parameters.operationName ?? null,
      parameters.query,
      variables.given,
    ]);
  }
}
