import { type Job, type Room, type RoomDependencies, type RunningRoom } from '../kit/room';
import { handlersOf, produces } from './events';
import { addHeartbeatRoute } from './heartbeat/heartbeat-route';
import { openHotState } from './hot-state/open-hot-state';
import { silenceLimits } from './hot-state/reachability';
import { beginWatch, watchSilence } from './reachability/watch-silence';
import { references } from './references';
import { createContext } from './request/context';
import { type DevicesServices } from './request/services';
import { resolvers } from './resolver';
import { addRosterRoute } from './roster/roster-route';
import { seedDevices } from './seed';
import { pruneAssignments } from './shadow/prune-assignments';
import { orphanedTypes } from './types';

/**
 * The devices room: boxes, models, PoPs, regions, tasks and faults, and the hot state of the boxes.
 *
 * Settings: `REDIS_URL` (single, Sentinel or Cluster) keeps the hot state; without it this process does.
 */
export const devicesRoom: Room = {
  name: 'devices',
  schema: { resolvers, orphanedTypes, references },
  produces,
  start,
};

async function start(dependencies: RoomDependencies): Promise<RunningRoom> {
  const { log, settings } = dependencies;
  const hotState = await openHotState(settings['REDIS_URL'] || null, {
    onChange: (isUsable, reason) =>
      isUsable ? log.info('hot state: Redis is there') : log.warn({ reason }, 'hot state: Redis is gone'),
  });
  const services: DevicesServices = { ...dependencies, hotState, limits: silenceLimits() };
  await beginWatch(services);
  return {
    contextFor: (caller) => createContext(services, caller),
    handlers: handlersOf(services.database),
    jobs: jobsOf(services),
    routes(app) {
      addHeartbeatRoute(app, services);
      addRosterRoute(app, services);
    },
    seed: (options) => seedDevices(services, options),
    close: () => hotState.close(),
  };
}

function jobsOf(services: DevicesServices): Job[] {
  return [
    { name: 'watch silence', everyMs: 1_000, run: () => watchSilence(services) },
    { name: 'prune assignments', everyMs: 3_600_000, run: () => pruneAssignments(services) },
  ];
}
