import type { Room } from '../kit/room';
import { createEngine } from './engine';
import { produces } from './events';
import { references } from './references';
import { resolvers } from './resolver';
import { PlacementsContext, type RoomServices } from './resolver/placements-context';
import { seedPlacements } from './seed';
import { orphanedTypes } from './types';

/** Claims on boxes, what they hold, and what was used. Settings: see `jobs/settings.ts`. */
export const placementsRoom: Room = {
  name: 'placements',
  schema: { resolvers, orphanedTypes, references },
  produces,
  async start(dependencies) {
    const engine = createEngine(dependencies);
    const { database, cursors, clock, feed, relay } = dependencies;
    const services: RoomServices = { engine, database, cursors, clock, feed, relay };
    return {
      contextFor: (caller) => new PlacementsContext(caller, services),
      handlers: engine.handlers,
      jobs: engine.jobs,
      seed: (options) => seedPlacements(dependencies, options),
    };
  },
};
