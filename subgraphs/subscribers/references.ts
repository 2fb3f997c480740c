import type { ReferenceResolver } from '../kit/room';
import type { SubscribersContext } from './request/context';
import { maySeeSubscribers } from './policy';
import { planOf } from './resolver/plan-of';

/** A representation of the entities that this room resolves. */
type Representation = Readonly<Record<string, unknown>>;
type Resolve = (representation: Representation, context: SubscribersContext) => unknown;

/**
 * Entities by key, all through loaders; what does not exist, or is not for this caller, is null.
 * (Federation: `__resolveReference`.)
 */
export const references: Readonly<Record<string, ReferenceResolver>> = {
  Subscriber: forStaff(({ id, accountNumber }, { loaders }) =>
    typeof id === 'string'
      ? loaders.subscribers.load(id)
      : loaders.subscribersByAccountNumber.load(textOf(accountNumber)),
  ),
  BillingAccount: forStaff(({ id }, { loaders }) => loaders.billingAccounts.load(textOf(id))),
  ServiceSubscription: forStaff(({ id }, { loaders }) => loaders.serviceSubscriptions.load(textOf(id))),
  Plan: async ({ id }, context: SubscribersContext) => {
    const plan = await context.loaders.plans.load(textOf(id));
    return plan && planOf(plan);
  },
  // The record itself is another room's: whether it exists is not known here, and RECEIVED is true for any.
  UsageRecord: forStaff(({ id, quantity, unit, subscriberId, imageId }) => ({
    id: textOf(id),
    quantity: textOf(quantity),
    unit: textOf(unit),
    subscriberId: textOf(subscriberId),
    imageId: textOf(imageId),
  })),
};

function forStaff(resolve: Resolve): ReferenceResolver {
  return (representation, context: SubscribersContext) =>
    maySeeSubscribers(context.caller) ? resolve(representation, context) : null;
}

/** Keys are checked by the gateway; anything else is a key that nothing has. */
function textOf(key: unknown): string {
  return typeof key === 'string' ? key : '';
}
