import type { Caller } from '../../kit/caller';

/** How a placement's history names a caller: its client application and, where known, the person. */
export function actorOf(caller: Caller): string {
  return [caller.client ?? 'anonymous', caller.subject].filter((part) => part !== null).join(':');
}
