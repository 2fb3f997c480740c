import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { callerScope } from '../../kit/caller';
import { connectionOf, pageRequest } from '../../kit/page';
import type { SubscribersContext } from '../request/context';
import { maySeeSubscribers, requirePersonalData } from '../policy';
import { BillingAccount } from '../types/billing-account';
import { SubscriberConnection, SubscriptionConnection } from '../types/connections';
import { SubscriptionStatus } from '../types/enums';
import { Entitlement } from '../types/entitlement';
import { Party } from '../types/party';
import { Subscriber } from '../types/subscriber';
import { mustExist } from './must-exist';
import { partyOf } from './party-of';

const DEFAULT_PAGE = 20;

const NOTHING: Entitlement = { maxPlacements: 0, vcpu: 0, memoryMb: 0, diskGb: 0, egressGbPerMonth: 0 };

/** What hangs on a subscriber. */
@Resolver(() => Subscriber)
export class SubscriberFields {
  @Directive('@requiresScopes(scopes: [["pii:read"]])')
  @FieldResolver(() => Party, { nullable: true })
  async party(
    @Root() subscriber: Subscriber,
    @Ctx() { caller, loaders }: SubscribersContext,
  ): Promise<Party | null> {
    requirePersonalData(caller);
    if (subscriber.partyId === null) return null;
    const party = await loaders.parties.load(subscriber.partyId);
    return party && partyOf(party);
  }

  @FieldResolver(() => BillingAccount)
  async billingAccount(
    @Root() subscriber: Subscriber,
    @Ctx() { loaders }: SubscribersContext,
  ): Promise<BillingAccount> {
    return mustExist(await loaders.billingAccounts.load(subscriber.billingAccountId), 'the billing account');
  }

  @FieldResolver(() => SubscriptionConnection)
  async subscriptions(
    @Root() subscriber: Subscriber,
    @Ctx() { caller, loaders, room }: SubscribersContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('status', () => SubscriptionStatus, { nullable: true }) status?: SubscriptionStatus | null,
  ): Promise<SubscriptionConnection> {
    const filter = { subscriberId: subscriber.id, status: status ?? null };
    const scope = { connection: 'Subscriber.subscriptions', filter, caller: callerScope(caller) };
    const page = pageRequest(room.cursors, scope, { first: first ?? DEFAULT_PAGE, after });
    const pages = loaders.subscriptions({ limit: page.limit, status: filter.status });
    const rows = await pages.load({ subscriberId: subscriber.id, after: page.after });
    return connectionOf(room.cursors, scope, page, rows, {
      key: (row) => [row.createdAt.toISOString(), row.id],
      node: (row) => row,
    });
  }

  @FieldResolver(() => Entitlement, {
    description: 'Sum over ACTIVE subscriptions; the ceiling the scheduler enforces.',
  })
  async entitlement(
    @Root() subscriber: Subscriber,
    @Ctx() { loaders }: SubscribersContext,
  ): Promise<Entitlement> {
    return (await loaders.entitlements.load(subscriber.id)) ?? NOTHING;
  }
}

/** The count of a list, made only when somebody asks for it. */
@Resolver(() => SubscriberConnection)
export class SubscriberConnectionFields {
  @FieldResolver(() => Int, { nullable: true })
  async totalCount(
    @Root() { filter }: SubscriberConnection,
    @Ctx() { caller, store }: SubscribersContext,
  ): Promise<number | null> {
    return maySeeSubscribers(caller) ? store.countSubscribers(filter) : 0;
  }
}
