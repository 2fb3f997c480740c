import { Arg, Ctx, Directive, ID, Int, Mutation, Resolver } from 'type-graphql';
import { requirePlacementsAdmin } from '../policy';
import { InventoryInput } from '../types/inventory-input';
import { SetInventoryResult } from '../types/results';
import type { PlacementsContext } from './placements-context';
import { presentAnswer, type PresentedAnswer } from './present-answer';

/** What a box has to give. */
@Resolver()
export class InventoryMutations {
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["placements:admin"]])')
  @Mutation(() => SetInventoryResult)
  async setInventories(
    @Arg('deviceId', () => ID) deviceId: string,
    @Arg('providerGeneration', () => Int) providerGeneration: number,
    @Arg('inventories', () => [InventoryInput]) inventories: InventoryInput[],
    @Ctx() context: PlacementsContext,
  ): Promise<PresentedAnswer> {
    requirePlacementsAdmin(context.caller);
    const call = { deviceId, providerGeneration, inventories: inventories.map((each) => ({ ...each })) };
    return presentAnswer(context, await context.services.engine.setInventories(call));
  }
}
