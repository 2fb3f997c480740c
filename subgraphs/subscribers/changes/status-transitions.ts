import { SubscriberStatus } from '../types/enums';

const { PROSPECTIVE, ACTIVE, SUSPENDED, CLOSED } = SubscriberStatus;

const NEXT: Readonly<Record<SubscriberStatus, readonly SubscriberStatus[]>> = {
  [PROSPECTIVE]: [ACTIVE, CLOSED],
  [ACTIVE]: [SUSPENDED, CLOSED],
  [SUSPENDED]: [ACTIVE, CLOSED],
  [CLOSED]: [],
};

/** Whether a subscriber may go from one status to another; staying is no transition. CLOSED is for good. */
export function isLegalTransition(from: SubscriberStatus, to: SubscriberStatus): boolean {
  return NEXT[from].includes(to);
}
