import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Connection } from '../../kit/page';
import type { PlacementRow } from '../reads/placement-row';
import { PlacementConnection } from '../types/placement-connection';
import { PlacementGroup } from '../types/placement-group';
import { AfterArg, FirstArg } from './arguments';
import { NESTED_PAGE_SIZE, nestedPlacements } from './nested-placements';
import type { PlacementsContext } from './placements-context';

/** The placements of a group, ended ones included. */
@Resolver(() => PlacementGroup)
export class GroupResolver {
  @FieldResolver(() => PlacementConnection)
  async members(
    @Root() group: { readonly id: string },
    @Ctx() context: PlacementsContext,
    @FirstArg(NESTED_PAGE_SIZE) first: number | null,
    @AfterArg() after: string | null,
  ): Promise<Connection<PlacementRow>> {
    const connection = 'PlacementGroup.members';
    return nestedPlacements(context, { connection, parent: 'group', id: group.id, first, after });
  }
}
