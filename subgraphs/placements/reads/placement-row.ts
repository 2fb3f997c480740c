import { sql, type SQL } from 'drizzle-orm';
import type { CursorKey } from '../../kit/cursor';
import type { PlacementEndReason as EndReasons, PlacementState as States } from '../types/enums';

/** A state of a placement's life. */
export type PlacementState = keyof typeof States;

/** Why a placement ended. */
export type PlacementEndReason = keyof typeof EndReasons;

/** A placement as it is read. */
export interface PlacementRow {
  readonly id: string;
  readonly state: PlacementState;
  readonly consumerGeneration: number;
  readonly version: number;
  readonly deviceId: string;
  readonly providerId: string;
  readonly popId: string;
  readonly imageId: string;
  readonly subscriberId: string;
  readonly groupId: string | null;
  readonly requestedAt: Date;
  readonly scheduledAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: PlacementEndReason | null;
  readonly pullProgressPct: number | null;
  readonly failure: string | null;
}

/** The same as the driver hands it over: instants as text. */
export interface RawPlacementRow extends Omit<
  PlacementRow,
  'requestedAt' | 'scheduledAt' | 'startedAt' | 'endedAt' | 'version'
> {
  readonly version: string;
  readonly requestedAt: string;
  readonly scheduledAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly [column: string]: unknown;
}

/** The columns of a `PlacementRow` of the table that is called `p` in the statement. */
export const PLACEMENT_COLUMNS: SQL = sql.raw(`
  p.id, p.state, p.consumer_generation AS "consumerGeneration", p.version, p.device_id AS "deviceId",
  p.provider_id AS "providerId", p.pop_id AS "popId", p.image_id AS "imageId", p.subscriber_id AS "subscriberId",
  p.group_id AS "groupId", p.requested_at AS "requestedAt", p.scheduled_at AS "scheduledAt",
  p.started_at AS "startedAt", p.ended_at AS "endedAt", p.end_reason AS "endReason",
  p.pull_progress_pct AS "pullProgressPct", p.failure`);

/** The order of every list of placements: the newest first, and the id where two came in the same millisecond. */
export const NEWEST_FIRST: SQL = sql.raw('p.requested_at DESC, p.id DESC');

/** The row in JavaScript's own types. */
export function placementRow(raw: RawPlacementRow): PlacementRow {
  return {
    ...raw,
    version: Number(raw.version),
    requestedAt: new Date(raw.requestedAt),
    scheduledAt: instantOf(raw.scheduledAt),
    startedAt: instantOf(raw.startedAt),
    endedAt: instantOf(raw.endedAt),
  };
}

/** Where a placement stands in that order. */
export function placementKey(row: PlacementRow): CursorKey {
  return [row.requestedAt.toISOString(), row.id];
}

/** The condition "after this place in that order". */
export function afterPlacement(after: CursorKey | null): SQL {
  return after === null
    ? sql`true`
    : sql`(p.requested_at, p.id) < (${String(after[0])}::timestamptz, ${String(after[1])})`;
}

/** The condition on the state; null lets every state pass. */
export function inStates(states: readonly PlacementState[] | null): SQL {
  return states === null ? sql`true` : sql`p.state = ANY(${sql.param([...states])}::text[])`;
}

function instantOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
