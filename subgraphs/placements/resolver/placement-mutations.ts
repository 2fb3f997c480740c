import { Arg, Ctx, Directive, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { EndReason } from '../engine-types';
import { requireScheduler, requireStaff } from '../policy';
import { ClaimInput } from '../types/claim-input';
import { PlacementEndReason } from '../types/enums';
import { PlaceInput } from '../types/place-input';
import { ClaimResult, EndPlacementResult, MovePlacementResult, PlaceResult } from '../types/results';
import type { PlacementsContext } from './placements-context';
import { presentAnswer, type PresentedAnswer } from './present-answer';

/** Everything that changes one placement. */
@Resolver()
export class PlacementMutations {
  @Directive('@authenticated')
  @Mutation(() => PlaceResult, {
    description: 'Pick and claim in one step, retrying generation conflicts on the server.',
  })
  async place(
    @Arg('input', () => PlaceInput) input: PlaceInput,
    @Ctx() context: PlacementsContext,
  ): Promise<PresentedAnswer> {
    const { caller, services } = context;
    requireStaff(caller);
    return presentAnswer(context, await services.engine.place({ ...input }, caller));
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["placements:schedule"]])')
  @Mutation(() => ClaimResult, { description: 'For an external scheduler: atomic claim of one candidate.' })
  async claim(
    @Arg('input', () => ClaimInput) input: ClaimInput,
    @Ctx() context: PlacementsContext,
  ): Promise<PresentedAnswer> {
    const { caller, services } = context;
    requireScheduler(caller);
    return presentAnswer(context, await services.engine.claim({ ...input }, caller));
  }

  @Directive('@authenticated')
  @Mutation(() => EndPlacementResult)
  async endPlacement(
    @Arg('placementId', () => ID) placementId: string,
    @Arg('consumerGeneration', () => Int) consumerGeneration: number,
    @Arg('reason', () => PlacementEndReason) reason: EndReason,
    @Ctx() context: PlacementsContext,
  ): Promise<PresentedAnswer> {
    const { caller, services } = context;
    requireStaff(caller);
    const call = { placementId, consumerGeneration, reason };
    return presentAnswer(context, await services.engine.endPlacement(call, caller));
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["placements:schedule"]])')
  @Mutation(() => MovePlacementResult)
  async movePlacement(
    @Arg('placementId', () => ID) placementId: string,
    @Arg('consumerGeneration', () => Int) consumerGeneration: number,
    @Arg('toDeviceId', () => ID, { nullable: true }) toDeviceId: string | null,
    @Arg('toPopIds', () => [ID], { nullable: true }) toPopIds: string[] | null,
    @Ctx() context: PlacementsContext,
  ): Promise<PresentedAnswer> {
    const { caller, services } = context;
    requireScheduler(caller);
    const call = { placementId, consumerGeneration, toDeviceId, toPopIds };
    return presentAnswer(context, await services.engine.movePlacement(call, caller));
  }
}
