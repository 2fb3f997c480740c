import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type DevicesContext } from '../request/context';
import { devicePageOfSubscriber } from '../search/device-page';
import { DeviceConnection } from '../types/connections';
import { Subscriber } from '../types/subscriber';

/** The boxes of a subscriber. */
@Resolver(() => Subscriber)
export class SubscriberResolver {
  @FieldResolver(() => DeviceConnection)
  async devices(
    @Root() subscriber: Subscriber,
    @Ctx() context: DevicesContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<object> {
    return devicePageOfSubscriber(context, subscriber.id, { first: first ?? 10, after });
  }
}
