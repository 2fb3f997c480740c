import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Connection } from '../../kit/page';
import { requireStaff } from '../policy';
import type { PlacementRow, PlacementState } from '../reads/placement-row';
import type { SubscriberUseRow } from '../reads/subscriber-uses';
import type { Entitlement } from '../types/entitlement';
import { Headroom } from '../types/headroom';
import { PlacementConnection } from '../types/placement-connection';
import { Subscriber } from '../types/subscriber';
import { AfterArg, FirstArg, StateArg } from './arguments';
import { NESTED_PAGE_SIZE, nestedPlacements } from './nested-placements';
import type { PlacementsContext } from './placements-context';

/** What this room knows about a customer. */
@Resolver(() => Subscriber)
export class SubscriberResolver {
  @FieldResolver(() => PlacementConnection)
  async placements(
    @Root() subscriber: { readonly id: string },
    @Ctx() context: PlacementsContext,
    @FirstArg(NESTED_PAGE_SIZE) first: number | null,
    @AfterArg() after: string | null,
    @StateArg() states: PlacementState[] | null,
  ): Promise<Connection<PlacementRow>> {
    const connection = 'Subscriber.placements';
    return nestedPlacements(context, {
      connection,
      parent: 'subscriber',
      id: subscriber.id,
      first,
      after,
      states,
    });
  }

  @Directive('@requires(fields: "entitlement { maxPlacements vcpu memoryMb diskGb }")')
  @FieldResolver(() => Headroom)
  async headroom(
    @Root() subscriber: { readonly id: string; readonly entitlement: Entitlement },
    @Ctx() context: PlacementsContext,
  ): Promise<Headroom> {
    requireStaff(context.caller);
    return headroomOf(subscriber.entitlement, await context.loaders.subscriberUse.load(subscriber.id));
  }
}

/** Entitlement minus use, never below 0: a customer over a smaller plan has no negative room. */
function headroomOf(entitlement: Entitlement, use: SubscriberUseRow | null): Headroom {
  return {
    placements: Math.max(0, entitlement.maxPlacements - (use?.placements ?? 0)),
    vcpu: Math.max(0, entitlement.vcpu - (use?.vcpu ?? 0)),
    memoryMb: Math.max(0, entitlement.memoryMb - (use?.memoryMb ?? 0)),
    diskGb: Math.max(0, entitlement.diskGb - (use?.diskGb ?? 0)),
  };
}
