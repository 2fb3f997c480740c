// First: the decorators of every room need it when their files are loaded.
import 'reflect-metadata';
import type { Room } from '../subgraphs/kit/room';

/** A subgraph of the telco graph, known by name before its code is loaded: a process loads only what it serves. */
export interface RoomEntry {
  readonly name: string;
  /** Where it listens when it is started by hand; `lastmile up` takes a free port. */
  readonly port: number;
  readonly load: () => Promise<Room>;
}

/**
 * The subgraphs of the telco graph. Adding one is one folder and one line here. The order is the one in which
 * demonstration data is written: a room comes after those whose facts it needs.
 */
// prettier-ignore
export const ROOMS: readonly RoomEntry[] = [
  { name: 'subscribers', port: 4101, load: async () => (await import('../subgraphs/subscribers/index.js')).subscribersRoom },
  { name: 'images', port: 4103, load: async () => (await import('../subgraphs/images/index.js')).imagesRoom },
  { name: 'devices', port: 4102, load: async () => (await import('../subgraphs/devices/index.js')).devicesRoom },
  { name: 'placements', port: 4104, load: async () => (await import('../subgraphs/placements/index.js')).placementsRoom },
];

/** All rooms, in the order of the list. */
export function loadRooms(): Promise<readonly Room[]> {
  return Promise.all(ROOMS.map((entry) => entry.load()));
}
