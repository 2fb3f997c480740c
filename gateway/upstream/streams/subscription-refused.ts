import { type SubgraphError } from '../parse-answer';

/** A subgraph answered a subscription with errors instead of events. */
export class SubscriptionRefused extends Error {
  constructor(readonly errors: readonly SubgraphError[]) {
    super('the subgraph refused the subscription');
    this.name = 'SubscriptionRefused';
  }
}
