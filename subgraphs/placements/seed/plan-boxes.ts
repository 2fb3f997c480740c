import type { Random } from '../../kit/random';
import { type DeviceProfile, lastSeenOfDevice, profileOfDevice } from '../../kit/seed-plan';
import { checkImageFits } from '../claim/check-image';
import type { ImageFacts, SubscriberFacts } from '../claim/claim-facts';
import { groupBy } from './group-by';
import { HouseholdLedger } from './household-ledger';
import type { HomeBox, SeedFacts } from './seed-facts';

/** What shall live on one box. */
export interface PlannedBox {
  readonly box: HomeBox;
  readonly profile: DeviceProfile;
  /** When it was last heard of, in milliseconds: the end of the data unless it is dark. */
  readonly lastSeenAt: number;
  /** What is on it now. */
  readonly images: readonly ImageFacts[];
  /** Everything that runs on it, the most popular first. */
  readonly fitting: readonly ImageFacts[];
}

interface Household {
  readonly box: HomeBox;
  readonly owner: SubscriberFacts;
  readonly profile: DeviceProfile;
  readonly lastSeenAt: number;
  readonly fitting: readonly ImageFacts[];
}

/** This share of each PoP's boxes stays ready for a placement, at least so many, but never most of a small PoP. */
const IDLE_SHARE = 0.25;
const MIN_IDLE = 10;
const MAX_IDLE_SHARE = 0.5;
const BUSY_SHARE: Readonly<Record<DeviceProfile, number>> = {
  steady: 0.75,
  flapping: 0.7,
  dark: 0.85,
  drifted: 1,
  stuck: 1,
};
/** Subscribers who use more than their plans allow today, because they changed to a smaller one. */
const OVER_SHARE = 0.1;
const MAX_OVER = 4;
const SECOND_SHARE = 0.25;
/** What was withdrawn runs on until it is recalled. */
const WITHDRAWN_SHARE = 0.03;

/**
 * Decides what is on each box: a quarter stays idle with room for a public image and an owner who may place one,
 * others hold one or two images that fit, within their owner's entitlement but for some who are over it.
 */
export function planBoxes(facts: SeedFacts, seed: string, now: Date, random: Random): PlannedBox[] {
  const ledger = new HouseholdLedger();
  const households = householdsOf(facts, seed, now);
  const idle = keepIdle(households, ledger, random.fork('idle'));
  return households.map((household) => ({
    box: household.box,
    profile: household.profile,
    lastSeenAt: household.lastSeenAt,
    fitting: household.fitting,
    images: idle.boxIds.has(household.box.id)
      ? []
      : fillBox(
          household,
          ledger,
          random.fork(household.box.deviceId),
          !idle.ownerIds.has(household.owner.id) && isOver(household.owner, random),
        ),
  }));
}

function householdsOf(facts: SeedFacts, seed: string, now: Date): Household[] {
  const fittingOf = createFitting(facts.images);
  return facts.boxes.flatMap((box) => {
    const owner = facts.subscribers.get(box.subscriberId);
    return owner ? [{ box, owner, fitting: fittingOf(box), ...behaviourOf(seed, box.deviceId, now) }] : [];
  });
}

/** What runs on a box; boxes of the same hardware on the same kind of line share the answer. */
function createFitting(images: readonly ImageFacts[]): (box: HomeBox) => readonly ImageFacts[] {
  const byHardware = new Map<string, readonly ImageFacts[]>();
  return (box) => {
    const kind = [box.arch, box.downlinkKbps, box.hardware, ...box.traits].join();
    const known = byHardware.get(kind);
    if (known !== undefined) return known;
    const fitting = images.filter((image) => runsOn(image, box));
    byHardware.set(kind, fitting);
    return fitting;
  };
}

/** The seed's ids end in the box's number, counted from 1. */
function behaviourOf(seed: string, deviceId: string, now: Date): Pick<Household, 'profile' | 'lastSeenAt'> {
  const number = Number(/(\d+)$/.exec(deviceId)?.[1] ?? '0');
  if (number === 0) return { profile: 'steady', lastSeenAt: now.getTime() };
  const lastSeen = lastSeenOfDevice(seed, number - 1, now) ?? now;
  return { profile: profileOfDevice(seed, number - 1), lastSeenAt: lastSeen.getTime() };
}

function runsOn(image: ImageFacts, box: HomeBox): boolean {
  if (checkImageFits(image, box) !== null) return false;
  return image.minDownlinkKbps === null || (box.downlinkKbps ?? 0) >= image.minDownlinkKbps;
}

interface Idle {
  readonly boxIds: ReadonlySet<string>;
  /** Their owners, whose headroom must stay. */
  readonly ownerIds: ReadonlySet<string>;
}

/** The boxes that stay ready, with their owners' headroom set aside, one box for each owner. */
function keepIdle(households: readonly Household[], ledger: HouseholdLedger, random: Random): Idle {
  const boxIds = new Set<string>();
  const ownerIds = new Set<string>();
  for (const neighbours of groupBy(households, ({ box }) => box.popId).values()) {
    let missing = idleOf(neighbours.length);
    for (const { box, owner, fitting, profile } of neighbours) {
      if (missing <= 0) break;
      if (profile !== 'steady' || !isWelcome(owner) || ownerIds.has(owner.id) || !random.chance(0.6))
        continue;
      const image = fitting.find((each) => isPlaceable(each, box, owner, ledger));
      if (image === undefined) continue;
      ledger.reserve(owner.id, image);
      boxIds.add(box.id);
      ownerIds.add(owner.id);
      missing -= 1;
    }
  }
  return { boxIds, ownerIds };
}

function idleOf(boxes: number): number {
  return Math.ceil(Math.max(boxes * IDLE_SHARE, Math.min(MIN_IDLE, boxes * MAX_IDLE_SHARE)));
}

function isWelcome(owner: SubscriberFacts): boolean {
  return owner.status === 'ACTIVE' && !owner.creditHold;
}

function isPlaceable(
  image: ImageFacts,
  box: HomeBox,
  owner: SubscriberFacts,
  ledger: HouseholdLedger,
): boolean {
  return image.status === 'ACTIVE' && ledger.hasRoom(box, image) && ledger.allows(owner, image);
}

function fillBox(
  { box, owner, profile, fitting }: Household,
  ledger: HouseholdLedger,
  random: Random,
  mayBeOver: boolean,
): ImageFacts[] {
  if (!random.chance(BUSY_SHARE[profile]) || !mayHaveAny(owner, random)) return [];
  const wanted = mayBeOver ? MAX_OVER : random.chance(SECOND_SHARE) ? 2 : 1;
  const images: ImageFacts[] = [];
  while (images.length < wanted) {
    const possible = fitting.filter(
      (image) =>
        !images.includes(image) && ledger.hasRoom(box, image) && (mayBeOver || ledger.allows(owner, image)),
    );
    const image = pickImage(possible, random);
    if (image === null) break;
    images.push(image);
    ledger.place(box, image);
  }
  return images;
}

function isOver(owner: SubscriberFacts, random: Random): boolean {
  return random.fork(`over/${owner.id}`).chance(OVER_SHARE);
}

/** Those who left have nothing; those who are suspended have what has not been ended yet. */
function mayHaveAny(owner: SubscriberFacts, random: Random): boolean {
  return owner.status === 'ACTIVE' || (owner.status === 'SUSPENDED' && random.chance(0.4));
}

/** The first of a list are the most popular. */
function pickImage(possible: readonly ImageFacts[], random: Random): ImageFacts | null {
  const withdrawn = random.chance(WITHDRAWN_SHARE);
  const status = withdrawn ? 'DEACTIVATED' : 'ACTIVE';
  const wanted = possible.filter((image) => image.status === status);
  const choice = wanted.length > 0 ? wanted : possible.filter((image) => image.status === 'ACTIVE');
  if (choice.length === 0) return null;
  const skewed = Math.floor(random.next() ** 2 * choice.length);
  return choice[skewed] ?? null;
}
