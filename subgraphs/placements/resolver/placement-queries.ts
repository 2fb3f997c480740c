import { Arg, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import { callerScope } from '../../kit/caller';
import { clientError } from '../../kit/errors';
import { connectionOf, pageRequest, type Connection } from '../../kit/page';
import { placementIdOf } from '../claim/placement-id';
import { requireStaff } from '../policy';
import { readPlacementList } from '../reads/placement-list';
import { placementKey, type PlacementRow, type PlacementState } from '../reads/placement-row';
import { Placement } from '../types/placement';
import { PlacementConnection } from '../types/placement-connection';
import { AfterArg, FirstArg, OptionalIdArg, StateArg } from './arguments';
import type { PlacementsContext } from './placements-context';

const PAGE_SIZE = 50;

/** Placements by id and by what they are. */
@Resolver()
export class PlacementQueries {
  @Directive('@authenticated')
  @Query(() => Placement, { nullable: true })
  async placement(
    @Arg('id', () => ID) id: string,
    @Ctx() context: PlacementsContext,
  ): Promise<PlacementRow | null> {
    requireStaff(context.caller);
    return context.loaders.placement.load(placementIdOf(id));
  }

  @Directive('@authenticated')
  @Query(() => PlacementConnection)
  async placements(
    @Ctx() context: PlacementsContext,
    @StateArg() state: PlacementState[] | null,
    @OptionalIdArg('popId') popId: string | null,
    @OptionalIdArg('imageId') imageId: string | null,
    @Arg('stuckLongerThanSeconds', () => Int, { nullable: true }) stuckLongerThanSeconds: number | null,
    @FirstArg(PAGE_SIZE) first: number | null,
    @AfterArg() after: string | null,
  ): Promise<Connection<PlacementRow>> {
    requireStaff(context.caller);
    if (stuckLongerThanSeconds != null && stuckLongerThanSeconds < 0) {
      throw clientError(
        'BAD_USER_INPUT',
        `Expected "stuckLongerThanSeconds" of 0 or more, got ${stuckLongerThanSeconds}.`,
      );
    }
    const filter = {
      states: state == null ? null : [...new Set(state)].sort(),
      popId: popId ?? null,
      imageId: imageId ?? null,
      stuckLongerThanSeconds: stuckLongerThanSeconds ?? null,
    };
    const { cursors, database, clock } = context.services;
    const scope = { connection: 'Query.placements', filter, caller: callerScope(context.caller) };
    const page = pageRequest(cursors, scope, { first: first ?? PAGE_SIZE, after });
    const rows = await readPlacementList(database, clock(), filter, page);
    return connectionOf(cursors, scope, page, rows, { key: placementKey, node: (row) => row });
  }
}
