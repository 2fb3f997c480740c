import { callerScope } from '../../kit/caller';
import { connectionOf, pageRequest, type Connection } from '../../kit/page';
import { requireStaff } from '../policy';
import { placementKey, type PlacementRow, type PlacementState } from '../reads/placement-row';
import type { PlacementParent } from '../reads/placements-of';
import type { PlacementsContext } from './placements-context';

/** The default page size of placements below another object. */
export const NESTED_PAGE_SIZE = 20;

/** Whose placements, and which page of them. */
export interface NestedPlacements {
  /** Cursors are bound to it, e.g. `Device.placements`. */
  readonly connection: string;
  readonly parent: PlacementParent;
  readonly id: string;
  readonly first: number | null | undefined;
  readonly after: string | null | undefined;
  readonly states?: readonly PlacementState[] | null | undefined;
}

/**
 * One page of the placements of one parent, the newest first. All parents of a level are read by one statement.
 *
 * @throws GraphQLError of `requireStaff` and `pageRequest`.
 */
export async function nestedPlacements(
  context: PlacementsContext,
  asked: NestedPlacements,
): Promise<Connection<PlacementRow>> {
  requireStaff(context.caller);
  const states = asked.states == null ? null : [...new Set(asked.states)].sort();
  const scope = {
    connection: asked.connection,
    filter: { parent: asked.id, states },
    caller: callerScope(context.caller),
  };
  const { cursors } = context.services;
  const page = pageRequest(cursors, scope, { first: asked.first ?? NESTED_PAGE_SIZE, after: asked.after });
  const rows = await context.loaders
    .placementsOf({ parent: asked.parent, states, after: page.after, limit: page.limit })
    .load(asked.id);
  return connectionOf(cursors, scope, page, rows, { key: placementKey, node: (row) => row });
}
