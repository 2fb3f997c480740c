import { checkCapacity } from '../claim/check-capacity';
import { checkEntitlement, useOf } from '../claim/check-entitlement';
import { checkPull } from '../claim/check-pull';
import type { ImageFacts, SubscriberFacts, Use } from '../claim/claim-facts';
import { requirementsOf } from '../claim/decide-claim';
import type { HomeBox } from './seed-facts';

const NOTHING: Use = { placements: 0, vcpu: 0, memoryMb: 0, diskGb: 0 };

/** What the plan has given out so far, by subscriber and by box, under the same rules as a claim. */
export class HouseholdLedger {
  private readonly uses = new Map<string, Use>();
  private readonly boxes = new Map<string, HomeBox>();

  /** Whether the subscriber's plans allow one more of this image; what is on hold today was bought earlier. */
  allows(subscriber: SubscriberFacts, image: ImageFacts): boolean {
    const used = this.uses.get(subscriber.id) ?? NOTHING;
    const earlier = { ...subscriber, status: 'ACTIVE', creditHold: false, used };
    return checkEntitlement(earlier, image, requirementsOf(image)) === null;
  }

  /** Whether the box has room for one more of this image, and can pull it. */
  hasRoom(box: HomeBox, image: ImageFacts): boolean {
    const known = this.boxes.get(box.id) ?? box;
    return checkCapacity(known, requirementsOf(image)) === null && checkPull(image, known) === null;
  }

  /** Counts the image for the subscriber only: headroom that is to stay. */
  reserve(subscriberId: string, image: ImageFacts): void {
    this.uses.set(subscriberId, sumOf(this.uses.get(subscriberId) ?? NOTHING, useOf(requirementsOf(image))));
  }

  /** Counts the image for the box and its owner. */
  place(box: HomeBox, image: ImageFacts): void {
    this.reserve(box.subscriberId, image);
    const amounts = requirementsOf(image);
    const known = this.boxes.get(box.id) ?? box;
    this.boxes.set(box.id, {
      ...known,
      inventories: known.inventories.map((inventory) => ({
        ...inventory,
        used:
          inventory.used +
          (amounts.find(({ resourceClass }) => resourceClass === inventory.resourceClass)?.amount ?? 0),
      })),
    });
  }
}

function sumOf(left: Use, right: Use): Use {
  return {
    placements: left.placements + right.placements,
    vcpu: left.vcpu + right.vcpu,
    memoryMb: left.memoryMb + right.memoryMb,
    diskGb: left.diskGb + right.diskGb,
  };
}
