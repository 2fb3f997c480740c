import { z } from 'zod';

/** What the devices subgraph wants to run on a box: one placement with what it needs. */
export type DesiredPlacement = z.infer<typeof desiredPlacementSchema>;

/** What a box is to be: the higher version wins (domain I15). */
export type Desired = z.infer<typeof desiredSchema>;

/** One box as the roster tells it. */
export type RosterBox = z.infer<typeof rosterBoxSchema>;

/** One page of `GET /fleet/roster`. */
export type RosterPage = z.infer<typeof rosterPageSchema>;

/** The answer to `POST /heartbeats`. */
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswerSchema>;

/** How far a box is with a placement. */
export type PlacementState = z.infer<typeof placementStateSchema>;

/** What a box says of one placement. */
export interface PlacementReport {
  readonly placementId: string;
  readonly state: PlacementState;
  readonly pullProgressPct: number | null;
  readonly failure: string | null;
}

/** One beat as it travels in `POST /heartbeats`. */
export interface BeatMessage {
  readonly deviceId: string;
  readonly popId: string;
  readonly bootId: string;
  readonly sampledAt: string;
  readonly cpuPct: number;
  readonly memoryFreeMb: number;
  readonly diskFreeGb: number;
  readonly downlinkKbps: number;
  readonly rttMs: number;
  readonly temperatureC: number | null;
  readonly softwareVersion: string | null;
  readonly appliedVersion: number;
  readonly runningHash: string;
  /** All placements of the box; absent when nothing changed since the last acknowledged beat. */
  readonly placements?: readonly PlacementReport[];
}

const placementStateSchema = z.enum(['PULLING', 'STARTING', 'RUNNING', 'FAILED', 'STOPPED']);

const desiredPlacementSchema = z.object({
  placementId: z.string(),
  imageId: z.string(),
  sizeBytes: z.number().nonnegative(),
  memoryMb: z.number().nonnegative(),
  vcpu: z.number().nonnegative(),
  failing: z.boolean(),
});

const desiredSchema = z.object({
  version: z.int().nonnegative(),
  softwareVersion: z.string().nullable(),
  placements: z.array(desiredPlacementSchema),
});

const reportedPlacementSchema = z.object({
  placementId: z.string(),
  // The records know more states than a box (LOST, DRAINING); what a box cannot be in, it starts over.
  state: placementStateSchema.catch('PULLING'),
});

const rosterBoxSchema = z.object({
  deviceId: z.string(),
  popId: z.string(),
  rosterVersion: z.number(),
  lifecycle: z.string(),
  downlinkKbps: z.number().positive(),
  rttMs: z.number().nonnegative(),
  memoryMb: z.number().positive(),
  vcpu: z.number().positive(),
  diskGb: z.number().positive(),
  softwareVersion: z.string().nullable(),
  profile: z.enum(['steady', 'flapping', 'dark', 'drifted', 'stuck']),
  desired: desiredSchema,
  reported: z
    .object({ version: z.int(), at: z.iso.datetime(), placements: z.array(reportedPlacementSchema) })
    .nullable(),
});

/** Checks a page of the roster. */
export const rosterPageSchema = z.object({
  boxes: z.array(rosterBoxSchema),
  next: z.string().nullable(),
  cursor: z.string().nullable(),
});

/** Checks the answer to a batch of beats. */
export const heartbeatAnswerSchema = z.object({
  accepted: z.int(),
  rejected: z.array(z.object({ index: z.int(), code: z.string(), message: z.string() })),
  desired: z.array(desiredSchema.extend({ deviceId: z.string() })),
});
