import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { isInternal } from '../../kit/caller';
import type { Connection } from '../../kit/page';
import { requireRolloutReader } from '../policy';
import type { PlacementRow, PlacementState } from '../reads/placement-row';
import { Image } from '../types/image';
import { PlacementConnection } from '../types/placement-connection';
import { RolloutSummary } from '../types/rollout-summary';
import { AfterArg, FirstArg, StateArg } from './arguments';
import { NESTED_PAGE_SIZE, nestedPlacements } from './nested-placements';
import type { PlacementsContext } from './placements-context';

/** What this room knows about an image. */
@Resolver(() => Image)
export class ImageResolver {
  @Directive('@authenticated')
  @FieldResolver(() => PlacementConnection)
  async placements(
    @Root() image: { readonly id: string },
    @Ctx() context: PlacementsContext,
    @FirstArg(NESTED_PAGE_SIZE) first: number | null,
    @AfterArg() after: string | null,
    @StateArg() states: PlacementState[] | null,
  ): Promise<Connection<PlacementRow>> {
    const connection = 'Image.placements';
    return nestedPlacements(context, { connection, parent: 'image', id: image.id, first, after, states });
  }

  @Directive('@authenticated')
  @Directive('@tag(name: "partner")')
  @FieldResolver(() => RolloutSummary)
  async rollout(
    @Root() image: { readonly id: string },
    @Ctx() context: PlacementsContext,
  ): Promise<RolloutSummary> {
    const { caller, loaders } = context;
    const owner = isInternal(caller) ? null : await loaders.imageOwner.load(image.id);
    requireRolloutReader(caller, owner?.ownerId ?? null);
    const counts = await loaders.rollout.load(image.id);
    return {
      running: counts?.running ?? 0,
      pulling: counts?.pulling ?? 0,
      failed24h: counts?.failed24h ?? 0,
      asOf: counts?.asOf ?? context.services.clock(),
    };
  }
}
