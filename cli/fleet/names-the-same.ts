import { type Desired, type DesiredPlacement } from './messages';

/** Whether a desired state names exactly these placements, in whatever order. */
export function namesTheSame(
  desired: Pick<Desired, 'placements'>,
  placements: readonly Pick<DesiredPlacement, 'placementId'>[],
): boolean {
  if (desired.placements.length !== placements.length) return false;
  if (placements.length === 0) return true;
  const ids = new Set(placements.map(({ placementId }) => placementId));
  return desired.placements.every(({ placementId }) => ids.has(placementId));
}
