import { sql } from 'drizzle-orm';
import { placementsRoom } from '../../../subgraphs/placements/index';
import { startTestRoom, type TestRoom } from '../../kit/room';
import { fleetEvents } from './fleet-events';

/** The instant that the demonstration data ends at; the clock of the room stands still there. */
export const NOW = new Date('2026-06-15T12:00:00.000Z');

/** A fleet of 240 boxes in four PoPs of two regions. */
export const FLEET = { seed: 'test', devices: 240, pops: 4, regions: 2 } as const;

/** A room with the demonstration placements of that fleet. */
export interface SeededRoom extends TestRoom {
  /** Rows of the room's own records, to compare answers with. */
  records<Row extends Record<string, unknown>>(statement: string): Promise<Row[]>;
}

/** Tells a room about the fleet and lets it seed itself. */
export async function startSeededRoom(): Promise<SeededRoom> {
  // What happens by itself with time is not asked about here, and would change the records under a test.
  const settings = { PLACEMENTS_JOB_SECONDS: '86400', PLACEMENTS_COUNT_SECONDS: '86400' };
  const room = await startTestRoom(placementsRoom, { clock: () => NOW, settings });
  const told = fleetEvents(FLEET);
  await room.receive('subscribers', told.subscribers);
  await room.receive('images', told.images);
  await room.receive('devices', told.devices);
  await room.seed({ ...FLEET, now: NOW });
  return {
    ...room,
    records: <Row extends Record<string, unknown>>(statement: string) =>
      room.server.database.rows<Row>(sql.raw(statement)),
  };
}
