import type { Caller } from '../../kit/caller';
import type { RoomDependencies } from '../../kit/room';
import type { Engine } from '../engine-types';
import { createLoaders, type Loaders } from '../loaders';

/** What all requests of this room work with. */
export interface RoomServices extends Pick<
  RoomDependencies,
  'database' | 'cursors' | 'clock' | 'feed' | 'relay'
> {
  readonly engine: Engine;
}

/** One request: who asks, and what was loaded for them. */
export class PlacementsContext {
  private current: Loaders;

  constructor(
    readonly caller: Caller,
    readonly services: RoomServices,
  ) {
    this.current = createLoaders(services.database);
  }

  /** Loads each thing once per request. Ask for it anew each time: a mutation brings new ones. */
  get loaders(): Loaders {
    return this.current;
  }

  /** Forgets what was loaded: after a change, and between the events of a subscription. */
  resetLoaders(): void {
    this.current = createLoaders(this.services.database);
  }
}
