import { z } from 'zod';
import { isStorableId } from '../../kit/storable-text';
import { REPORTED_STATES } from './reported-placement';

/** Most beats of one delivery. */
export const MAX_BEATS = 1_000;

const MAX_PLACEMENTS = 200;
const MAX_INT = 2 ** 31 - 1;

const id = z.string().refine(isStorableId, 'expected an id of 1 to 200 characters');
const text = (longest: number): z.ZodType<string> =>
  z
    .string()
    .max(longest)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'expected text that can be stored');
const measure = z.number().min(0).max(MAX_INT);

const reportedPlacementSchema = z.object({
  placementId: id,
  state: z.enum(REPORTED_STATES),
  pullProgressPct: z.number().min(0).max(100).transform(Math.round).nullable().default(null),
  failure: text(500).nullable().default(null),
});

/** One heartbeat of a box (domain A6). The list of placements comes only when it changed. */
export const beatSchema = z.object({
  deviceId: id,
  popId: id,
  bootId: text(64),
  sampledAt: z.iso.datetime({ offset: true }).transform((value) => Date.parse(value)),
  cpuPct: measure,
  memoryFreeMb: measure,
  diskFreeGb: measure,
  downlinkKbps: measure,
  rttMs: measure,
  temperatureC: z.number().min(-127).max(200).nullable(),
  softwareVersion: text(100).nullable(),
  appliedVersion: z.int().min(0).max(MAX_INT),
  runningHash: text(64),
  placements: z.array(reportedPlacementSchema).max(MAX_PLACEMENTS).optional(),
});

/** A heartbeat that was understood; `sampledAt` in milliseconds. */
export type Beat = z.infer<typeof beatSchema>;

/** The body of a delivery; each beat is checked by itself, so that a bad one spoils nothing but itself. */
export const beatsSchema = z.object({ beats: z.array(z.unknown()).max(MAX_BEATS) });
