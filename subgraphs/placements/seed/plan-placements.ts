import { createRandom, type Random, uuidOf } from '../../kit/random';
import type { ImageFacts } from '../claim/claim-facts';
import { type PlannedBox, planBoxes } from './plan-boxes';
import { liveLife, pastLife } from './plan-life';
import { lastTime, type PlannedPlacement } from './planned-placement';
import type { SeedFacts } from './seed-facts';

const HOUR = 60 * 60 * 1_000;
const DAY = 24 * HOUR;

/** Share of boxes on which something ran before; in a large fleet so many boxes, since a past has as many rows as a present. */
const HISTORY_SHARE = 0.25;
const MAX_HISTORY_BOXES = 3_000;
/** Share of that which ended within the last day. */
const RECENT_SHARE = 0.3;

/** All placements of the demonstration data, box by box, what ended before what lives; the same for the same seed. */
export function planPlacements(facts: SeedFacts, seed: string, now: Date): PlannedPlacement[] {
  const random = createRandom(`${seed}/placements`);
  const historyShare = Math.min(HISTORY_SHARE, MAX_HISTORY_BOXES / facts.boxes.length);
  return planBoxes(facts, seed, now, random).flatMap((planned) => {
    const own = random.fork(`life/${planned.box.deviceId}`);
    const past = own.chance(historyShare) ? pastOf(planned, seed, own) : [];
    return [...past, ...liveOf(planned, seed, now.getTime(), own)];
  });
}

function liveOf(planned: PlannedBox, seed: string, now: number, random: Random): PlannedPlacement[] {
  const { box, lastSeenAt, images } = planned;
  return images.map((image) => ({
    id: uuidOf(`${seed}/placement/${box.deviceId}/${image.id}`),
    box,
    image,
    lastSeenAt,
    ...liveLife(planned, image, now, random),
  }));
}

/** It ended while the box was there to say so. */
function pastOf(planned: PlannedBox, seed: string, random: Random): PlannedPlacement[] {
  const { box, fitting, lastSeenAt } = planned;
  const possible = fitting.filter((image) => image.status === 'ACTIVE');
  if (possible.length === 0) return [];
  const images: ImageFacts[] = Array.from({ length: random.integer(1, 2) }, () => random.pick(possible));
  return images
    .map((image, index) => {
      const agoMs = random.chance(RECENT_SHARE)
        ? random.integer(1, 23 * HOUR)
        : random.integer(DAY, 40 * DAY);
      const to = lastSeenAt - agoMs;
      const from = to - random.integer(2 * HOUR, 25 * DAY);
      const id = uuidOf(`${seed}/past/${box.deviceId}/${index}`);
      return { id, box, image, lastSeenAt, ...pastLife(box, image, from, to, random) };
    })
    .sort((left, right) => lastTime(left) - lastTime(right));
}
