import type { Caller } from '../../kit/caller';
import type { RoomDependencies } from '../../kit/room';
import { createLoaders, type Loaders } from '../loaders';
import { type Viewer, viewerOf } from '../policy';
import type { Uploads } from '../upload/uploads';

/** What the resolvers of one request work with. */
export interface ImagesContext {
  readonly caller: Caller;
  readonly viewer: Viewer;
  /** Renewed for each event of a subscription, which must not show what an earlier event loaded. */
  loaders: Loaders;
  readonly room: RoomDependencies;
  readonly uploads: Uploads;
}

/** A context with loaders of its own. */
export function createContext(room: RoomDependencies, uploads: Uploads, caller: Caller): ImagesContext {
  const viewer = viewerOf(caller);
  return { caller, viewer, loaders: createLoaders(room.database, viewer), room, uploads };
}
