// First: the decorators of every room need it when their files are loaded.
import 'reflect-metadata';
import { devicesRoom } from '../subgraphs/devices/index';
import { imagesRoom } from '../subgraphs/images/index';
import type { Room } from '../subgraphs/kit/room';
import { placementsRoom } from '../subgraphs/placements/index';
import { subscribersRoom } from '../subgraphs/subscribers/index';

/**
 * The subgraphs of the telco graph. Adding one is one folder and one line here. The order is the one in which
 * demonstration data is written: a room comes after those whose facts it needs.
 */
export const rooms: readonly Room[] = [subscribersRoom, imagesRoom, devicesRoom, placementsRoom];

/** Ports for a room that is started by hand; `lastmile up` takes free ones. */
export const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  subscribers: 4101,
  devices: 4102,
  images: 4103,
  placements: 4104,
};
