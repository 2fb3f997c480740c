import { sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import type { State } from '../engine-types';

/** One step of a placement's history. */
export interface Transition {
  readonly placementId: string;
  readonly from: State | null;
  readonly to: State;
  /** Who did it: a client, or the part of this room that found it necessary. */
  readonly actor: string;
  readonly reason: string | null;
}

/** Adds steps to the history, in the order given. */
export async function writeTransitions(
  tx: Queryable,
  transitions: readonly Transition[],
  at: Date,
): Promise<void> {
  if (transitions.length === 0) return;
  await tx.execute(sql`
    INSERT INTO placement_transitions (placement_id, from_state, to_state, at, actor, reason)
    SELECT step->>'placementId', step->>'from', step->>'to', ${at.toISOString()}::timestamptz,
      step->>'actor', step->>'reason'
    FROM jsonb_array_elements(${JSON.stringify(transitions)}::jsonb) WITH ORDINALITY AS list(step, position)
    ORDER BY position`);
}
