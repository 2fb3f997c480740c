import type { Caller } from '../../kit/caller';

/** What a placement's history calls the box that reported how far it is. */
export const BOX_ACTOR = 'box';

/** What it calls the room's own jobs, which act when time has passed: lost, given up, ended without a word. */
export const SCHEDULER_ACTOR = 'scheduler';

/** How a placement's history names a caller: its client application and, where known, the person. */
export function actorOf(caller: Caller): string {
  return [caller.client ?? 'anonymous', caller.subject].filter((part) => part !== null).join(':');
}
