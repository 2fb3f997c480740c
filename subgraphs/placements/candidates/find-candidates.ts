import type { Caller } from '../../kit/caller';
import { isStorableId } from '../../kit/storable-text';
import { checkCapacity } from '../claim/check-capacity';
import { checkImageFits } from '../claim/check-image';
import { checkPull } from '../claim/check-pull';
import type { ClaimFacts, GroupFacts, ImageFacts } from '../claim/claim-facts';
import { requirementsOf } from '../claim/decide-claim';
import type { EngineDependencies } from '../engine/dependencies';
import type { CandidateFound, FilterCount } from '../engine-types';
import { readProviders } from '../store/read-providers';
import type { CandidateRequest } from './candidate-request';
import { type Filter, filtersFor, type FilterInput } from './filters';
import { type FoundProvider, countFilters, searchProviders } from './search-providers';
import { searchScope, type ScopeWishes } from './search-scope';
import { traitMasks } from './trait-masks';
import { weigh } from './weigh';

/** A search whose records are read. */
export interface CandidateSearch {
  readonly wishes: ScopeWishes;
  readonly request: CandidateRequest;
  readonly image: ImageFacts;
  readonly subscriber: ClaimFacts['subscriber'];
  readonly group: GroupFacts | null;
  readonly caller: Caller;
  readonly moving?: FilterInput['moving'];
}

/** The best boxes, and what it takes to say why there are not more. */
export interface CandidatesWithReasons {
  readonly candidates: readonly CandidateFound[];
  readonly exhaustive: boolean;
  /** Counts, over what was searched, how many boxes each filter left. Read only when somebody wants to know. */
  readonly reasons: () => Promise<{ readonly searched: number; readonly filters: readonly FilterCount[] }>;
}

/** Filters and weighs the boxes of the narrowest place that was named (domain C4). */
export async function findCandidates(
  dependencies: EngineDependencies,
  search: CandidateSearch,
): Promise<CandidatesWithReasons> {
  const { database } = dependencies;
  const { request, image } = search;
  const filters = await filtersOf(dependencies, search);
  const scope = await searchScope(database, search.wishes);
  const found = await searchProviders(database, scope, filters, request.limit);
  const fitting = await withRoomInUnits(dependencies, search, found.providers);
  const candidates = weigh(fitting, {
    subscriberId: search.subscriber?.id ?? null,
    sizeBytes: image.sizeBytes,
    random: dependencies.random ?? Math.random,
  });
  return {
    candidates: candidates.slice(0, request.limit),
    exhaustive: found.exhaustive && candidates.length <= request.limit,
    reasons: () => countFilters(database, found.visited, filters),
  };
}

async function filtersOf(
  { database, clock }: EngineDependencies,
  search: CandidateSearch,
): Promise<readonly Filter[]> {
  const { request, image, moving } = search;
  const required = [...request.requiredTraits, ...image.requiredTraits];
  const forbidden = [...request.forbiddenTraits, ...image.forbiddenTraits];
  return filtersFor({
    request,
    image,
    amounts: request.amounts ?? requirementsOf(image),
    subscriber: search.subscriber,
    group: search.group,
    caller: search.caller,
    masks: await traitMasks(database, required, forbidden),
    now: clock(),
    ...(moving && { moving }),
  });
}

/** Units, steps and least sizes are in no index; the few boxes that are left are asked as a claim would ask them. */
async function withRoomInUnits(
  { database }: EngineDependencies,
  { request, image }: CandidateSearch,
  providers: readonly FoundProvider[],
): Promise<FoundProvider[]> {
  const facts = await readProviders(
    database,
    providers.map((provider) => provider.device_id).filter(isStorableId),
  );
  const byDevice = new Map(facts.map((provider) => [provider.deviceId, provider]));
  const amounts = request.amounts ?? requirementsOf(image);
  return providers.filter((provider) => {
    const known = byDevice.get(provider.device_id);
    return (
      known &&
      checkImageFits(image, known) === null &&
      checkCapacity(known, amounts) === null &&
      checkPull(image, known, request.maxPullSeconds) === null
    );
  });
}
