import { Arg, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { CandidateFound, CandidatesFound } from '../engine-types';
import { requireScheduler } from '../policy';
import type { ProviderRow } from '../reads/providers';
import { AllocationCandidate, CandidateSet } from '../types/candidate-set';
import { CandidateRequest } from '../types/candidate-request';
import { Device } from '../types/device';
import { ResourceProvider } from '../types/resource-provider';
import type { PlacementsContext } from './placements-context';

/** The search for boxes that fit. */
@Resolver()
export class CandidateQueries {
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["placements:schedule"]])')
  @Query(() => CandidateSet)
  async allocationCandidates(
    @Arg('request', () => CandidateRequest) request: CandidateRequest,
    @Ctx() context: PlacementsContext,
  ): Promise<CandidatesFound> {
    requireScheduler(context.caller);
    return context.services.engine.allocationCandidates({ ...request }, context.caller);
  }
}

/** The box of a candidate. */
@Resolver(() => AllocationCandidate)
export class CandidateResolver {
  @FieldResolver(() => Device)
  device(@Root() candidate: CandidateFound): { id: string } {
    return { id: candidate.deviceId };
  }

  @FieldResolver(() => ResourceProvider)
  async provider(
    @Root() candidate: CandidateFound,
    @Ctx() context: PlacementsContext,
  ): Promise<ProviderRow | null> {
    return context.loaders.provider.load(candidate.providerId);
  }
}
