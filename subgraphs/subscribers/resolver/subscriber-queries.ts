import { Arg, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import { callerScope } from '../../kit/caller';
import { clientError } from '../../kit/errors';
import { checkFirst, connectionOf, pageRequest } from '../../kit/page';
import type { SubscribersContext } from '../request/context';
import { maySeeSubscribers } from '../policy';
import type { SubscriberRow } from '../store/rows';
import { SubscriberConnection } from '../types/connections';
import { Plan } from '../types/plan';
import { Subscriber } from '../types/subscriber';
import { SubscriberFilter } from '../types/subscriber-filter';
import { planOf } from './plan-of';

const DEFAULT_PAGE = 50;

/** The root queries of this room. */
@Resolver()
export class SubscriberQueries {
  @Directive('@authenticated')
  @Query(() => Subscriber, { nullable: true })
  async subscriber(
    @Ctx() { caller, loaders }: SubscribersContext,
    @Arg('id', () => ID, { nullable: true }) id?: string | null,
    @Arg('accountNumber', () => String, { nullable: true }) accountNumber?: string | null,
  ): Promise<Subscriber | null> {
    if (id == null && accountNumber == null)
      throw clientError('BAD_USER_INPUT', 'Expected "id", "accountNumber" or both, got neither.');
    if (!maySeeSubscribers(caller)) return null;
    const subscriber =
      id != null
        ? await loaders.subscribers.load(id)
        : await loaders.subscribersByAccountNumber.load(accountNumber ?? '');
    return accountNumber == null || subscriber?.accountNumber === accountNumber ? subscriber : null;
  }

  @Directive('@authenticated')
  @Query(() => SubscriberConnection)
  async subscribers(
    @Ctx() { caller, store, room }: SubscribersContext,
    @Arg('filter', () => SubscriberFilter, { nullable: true }) filter: SubscriberFilter | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<SubscriberConnection> {
    const wanted = filter ?? {};
    const scope = {
      connection: 'Query.subscribers',
      filter: withoutNulls(wanted),
      caller: callerScope(caller),
    };
    const page = pageRequest(room.cursors, scope, { first: first ?? DEFAULT_PAGE, after });
    const rows = maySeeSubscribers(caller) ? await store.subscribers(wanted, page) : [];
    const connection = connectionOf(room.cursors, scope, page, rows, {
      key: (row) => [row.createdAt.toISOString(), row.id],
      node: (row: SubscriberRow) => row,
    });
    return { ...connection, filter: wanted };
  }

  @Query(() => [Plan])
  async plans(
    @Ctx() { store }: SubscribersContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
  ): Promise<Plan[]> {
    checkFirst(first ?? DEFAULT_PAGE);
    return (await store.plans(first ?? DEFAULT_PAGE)).map(planOf);
  }
}

/** A filter that is null filters as little as one that is absent: the cursors of both are the same. */
function withoutNulls(filter: SubscriberFilter): object {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null));
}
