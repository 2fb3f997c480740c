import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import type { Policy } from '../engine-types';
import { requireStaff } from '../policy';
import type { GroupRow } from '../reads/groups';
import { AffinityPolicy } from '../types/enums';
import { PlacementGroup } from '../types/placement-group';
import type { PlacementsContext } from './placements-context';

/** New groups. */
@Resolver()
export class GroupMutations {
  @Directive('@authenticated')
  @Mutation(() => PlacementGroup)
  async createPlacementGroup(
    @Arg('subscriberId', () => ID) subscriberId: string,
    @Arg('policy', () => AffinityPolicy) policy: Policy,
    @Ctx() context: PlacementsContext,
  ): Promise<GroupRow | null> {
    requireStaff(context.caller);
    const id = await context.services.engine.createPlacementGroup(subscriberId, policy);
    return context.loaders.group.load(id);
  }
}
