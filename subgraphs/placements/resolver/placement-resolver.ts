import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { callerScope } from '../../kit/caller';
import { connectionOf, pageRequest, type Connection } from '../../kit/page';
import type { AllocationRow } from '../reads/allocations';
import type { GroupRow } from '../reads/groups';
import type { PlacementRow } from '../reads/placement-row';
import { transitionKey, type TransitionRow } from '../reads/transitions';
import type { UsageRecordRow } from '../reads/usage-record-row';
import { usageRange } from '../reads/usage-range';
import { Allocation } from '../types/allocation';
import { Device } from '../types/device';
import { Image } from '../types/image';
import { Placement } from '../types/placement';
import { PlacementGroup } from '../types/placement-group';
import { PlacementTransitionConnection } from '../types/placement-transition';
import { Subscriber } from '../types/subscriber';
import { UsageRecord } from '../types/usage-record';
import { AfterArg, FirstArg } from './arguments';
import { NESTED_PAGE_SIZE } from './nested-placements';
import type { PlacementsContext } from './placements-context';

/** What hangs on a placement. Whoever holds one was allowed to see it. */
@Resolver(() => Placement)
export class PlacementResolver {
  @FieldResolver(() => Device)
  device(@Root() placement: PlacementRow): { id: string } {
    return { id: placement.deviceId };
  }

  @FieldResolver(() => Image)
  image(@Root() placement: PlacementRow): { id: string } {
    return { id: placement.imageId };
  }

  @FieldResolver(() => Subscriber)
  subscriber(@Root() placement: PlacementRow): { id: string } {
    return { id: placement.subscriberId };
  }

  @FieldResolver(() => PlacementGroup, { nullable: true })
  async group(@Root() placement: PlacementRow, @Ctx() context: PlacementsContext): Promise<GroupRow | null> {
    return placement.groupId === null ? null : context.loaders.group.load(placement.groupId);
  }

  @FieldResolver(() => [Allocation])
  async allocations(
    @Root() placement: PlacementRow,
    @Ctx() context: PlacementsContext,
  ): Promise<readonly AllocationRow[]> {
    return context.loaders.allocations.load(placement.id);
  }

  @FieldResolver(() => PlacementTransitionConnection)
  async transitions(
    @Root() placement: PlacementRow,
    @Ctx() context: PlacementsContext,
    @FirstArg(NESTED_PAGE_SIZE) first: number | null,
    @AfterArg() after: string | null,
  ): Promise<Connection<TransitionRow>> {
    const scope = {
      connection: 'Placement.transitions',
      filter: { parent: placement.id },
      caller: callerScope(context.caller),
    };
    const { cursors } = context.services;
    const page = pageRequest(cursors, scope, { first: first ?? NESTED_PAGE_SIZE, after });
    const rows = await context.loaders
      .transitions({ after: page.after, limit: page.limit })
      .load(placement.id);
    return connectionOf(cursors, scope, page, rows, { key: transitionKey, node: (row) => row });
  }

  @FieldResolver(() => [UsageRecord])
  async usage(
    @Root() placement: PlacementRow,
    @Ctx() context: PlacementsContext,
    @Arg('from', () => Date) from: Date,
    @Arg('to', () => Date) to: Date,
  ): Promise<readonly UsageRecordRow[]> {
    return context.loaders.usageOf(usageRange(from, to)).load(placement.id);
  }
}
