import { type SubgraphAnswer } from '../../upstream/parse-answer';
import { type Delivery, type SubgraphClient } from '../../upstream/subgraph-client';
import { type SubgraphRequest } from '../../upstream/subgraph-request';

/** What the client to the subgraphs can do for the wire engine. */
export type WireClient = Pick<SubgraphClient, 'send' | 'fetch' | 'read' | 'accept'>;

/**
 * Remembers what one operation has asked, so that the exact engine can answer from it when the wire engine gives up: it asks
 * the same, and is given the answers that are there or on their way. Nothing is asked twice.
 */
export class RememberingClient {
  private readonly asked: { readonly request: SubgraphRequest; readonly delivery: Promise<Delivery> }[] = [];

  constructor(private readonly client: WireClient) {}

  /** Sends a request and remembers it. */
  fetch(request: SubgraphRequest): Promise<Delivery> {
    const delivery = this.client.fetch(request);
    this.asked.push({ request, delivery });
    return delivery;
  }

  /** Counts an answer as good. */
  accept(request: SubgraphRequest, delivery: Delivery): void {
    this.client.accept(request, delivery);
  }

  /** The answer to a request, from memory when it was sent before. Rejects with SubgraphFailure. */
  async send(request: SubgraphRequest): Promise<SubgraphAnswer> {
    const index = this.asked.findIndex((known) => isSame(known.request, request));
    const [known] = index < 0 ? [] : this.asked.splice(index, 1);
    return known ? this.client.read(request, await known.delivery) : this.client.send(request);
  }
}

function isSame(left: SubgraphRequest, right: SubgraphRequest): boolean {
  return left.subgraph === right.subgraph && left.body.toString() === right.body.toString();
}
