import type { Room, RoomDependencies, RunningRoom } from '../kit/room';
import type { SubscribersContext } from './request/context';
import { createHandlers, produces } from './events';
import { rateWaitingUsage } from './incoming/waiting-usage';
import { createLoaders } from './loaders';
import { references } from './references';
import { resolvers } from './resolver';
import { seedSubscribers } from './seed';
import { createStore } from './store';
import { orphanedTypes } from './types';

/** How often usage that still has no price is tried again. */
const RATE_AGAIN_MS = 30_000;

/** Customers, what they pay, what they may use, and what their usage costs. */
export const subscribersRoom: Room = {
  name: 'subscribers',
  schema: { resolvers, orphanedTypes, references },
  produces,
  start: async (room) => run(room),
};

function run(room: RoomDependencies): RunningRoom {
  const store = createStore(room.database);
  return {
    contextFor(caller): SubscribersContext {
      const loaders = createLoaders(room.database, store);
      return {
        caller,
        store,
        room,
        loaders,
        renewLoaders: () => void Object.assign(loaders, createLoaders(room.database, store)),
      };
    },
    handlers: createHandlers(room),
    jobs: [
      {
        // A price and the usage that needs it may arrive at the same moment and miss each other.
        name: 'rate usage that waits for a price',
        everyMs: RATE_AGAIN_MS,
        run: () => room.database.transaction((tx) => rateWaitingUsage(room.database, tx, null)),
      },
    ],
    seed: (options) => seedSubscribers(room, options),
  };
}
