import type {
  ClaimAnswer,
  DeviceUnavailableProblem,
  EndAnswer,
  GenerationConflictProblem,
  ImageNotDeployableProblem,
  MoveAnswer,
  PlaceAnswer,
  PlacementDone,
  ProviderDone,
  SetInventoriesAnswer,
} from '../engine-types';
import type { PlacementRow } from '../reads/placement-row';
import type { ProviderRow } from '../reads/providers';
import type { PlacementsContext } from './placements-context';

type Answer = ClaimAnswer | PlaceAnswer | EndAnswer | MoveAnswer | SetInventoriesAnswer;
type WithIds =
  | PlacementDone
  | ProviderDone
  | GenerationConflictProblem
  | ImageNotDeployableProblem
  | DeviceUnavailableProblem;

/** An answer of the engine with the objects in place of their ids; the branches without any are as they are. */
export type PresentedAnswer =
  | Exclude<Answer, WithIds>
  | { readonly __typename: 'PlacementPayload'; readonly placement: PlacementRow | null }
  | (ProviderDone & { readonly provider: ProviderRow | null })
  | (GenerationConflictProblem & { readonly provider: ProviderRow | null })
  | (ImageNotDeployableProblem & { readonly image: { readonly id: string } })
  | (DeviceUnavailableProblem & { readonly device: { readonly id: string } });

/** Delivers what the change told the other rooms, so that its caller reads it everywhere, and presents the answer. */
export async function presentAnswer(context: PlacementsContext, answer: Answer): Promise<PresentedAnswer> {
  await context.services.relay.flush();
  context.resetLoaders();
  switch (answer.__typename) {
    case 'PlacementPayload':
      return {
        __typename: answer.__typename,
        placement: await context.loaders.placement.load(answer.placementId),
      };
    case 'ProviderPayload':
    case 'GenerationConflict':
      return { ...answer, provider: await context.loaders.provider.load(answer.providerId) };
    case 'ImageNotDeployable':
      return { ...answer, image: { id: answer.imageId } };
    case 'DeviceUnavailable':
      return { ...answer, device: { id: answer.deviceId } };
    default:
      return answer;
  }
}
