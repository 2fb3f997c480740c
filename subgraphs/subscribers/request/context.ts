import type { Caller } from '../../kit/caller';
import type { RoomDependencies } from '../../kit/room';
import type { SubscribersLoaders } from '../loaders';
import type { SubscribersStore } from '../store';

/** What resolvers of this room get with each request. */
export interface SubscribersContext {
  readonly caller: Caller;
  readonly loaders: SubscribersLoaders;
  /** Called after a change: forgets what was loaded, so that the rest of the request reads the change. */
  renewLoaders(): void;
  readonly store: SubscribersStore;
  readonly room: RoomDependencies;
}
