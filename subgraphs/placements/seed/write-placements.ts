import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import { FINAL_STATES, PULL_STATES } from '../lifecycle/states';
import { firstTime, lastTime, type PlannedGroup, type PlannedPlacement } from './planned-placement';

/** Rows of one statement. */
const CHUNK = 4_000;

/** Writes groups, placements and their histories; `progress` is told after each chunk how much is done, 0 to 1. */
export async function writePlacements(
  tx: Queryable,
  placements: readonly PlannedPlacement[],
  groups: readonly PlannedGroup[],
  progress: (done: number) => void,
): Promise<void> {
  await writeGroups(tx, groups);
  const groupOf = new Map(groups.flatMap((group) => group.memberIds.map((id) => [id, group] as const)));
  for (let start = 0; start < placements.length; start += CHUNK) {
    const chunk = placements.slice(start, start + CHUNK);
    await insertPlacements(
      tx,
      chunk.map((placement) => rowOf(placement, groupOf.get(placement.id))),
    );
    await insertTransitions(tx, chunk);
    progress(Math.min(1, (start + CHUNK) / placements.length));
  }
}

async function writeGroups(tx: Queryable, groups: readonly PlannedGroup[]): Promise<void> {
  await tx.execute(sql`
    INSERT INTO placement_groups (id, subscriber_id, policy, created_at)
    SELECT id, "subscriberId", policy, to_timestamp("createdAt" / 1000.0)
    FROM jsonb_to_recordset(${JSON.stringify(groups)}::jsonb)
      AS row (id text, "subscriberId" text, policy text, "createdAt" bigint)`);
}

function rowOf(placement: PlannedPlacement, group: PlannedGroup | undefined): object {
  const { box, image, state } = placement;
  return {
    id: placement.id,
    state,
    since: lastTime(placement),
    pull: PULL_STATES.includes(state) ? lastTime(placement) : null,
    // As the engine counts: one change per step, and a new generation when the end is asked for and when it comes.
    version: placement.steps.length,
    generation: 1 + placement.steps.filter(({ to }) => to === 'DRAINING' || FINAL_STATES.includes(to)).length,
    device_id: box.deviceId,
    provider_id: box.id,
    pop_id: box.popId,
    image_id: image.id,
    subscriber_id: box.subscriberId,
    group_id: group?.id ?? null,
    group_policy: group?.policy ?? null,
    vcpu: image.vcpu,
    memory_mb: image.memoryMb,
    disk_gb: image.diskGb,
    requested: firstTime(placement, 'REQUESTED'),
    scheduled: firstTime(placement, 'SCHEDULED'),
    started: firstTime(placement, 'RUNNING'),
    ended: FINAL_STATES.includes(state) ? lastTime(placement) : null,
    end_reason: placement.endReason,
    ends_as: placement.endsAs,
    progress: placement.pullProgressPct,
    failure: placement.failure,
  };
}

async function insertPlacements(tx: Queryable, rows: readonly object[]): Promise<void> {
  await tx.execute(sql`
    INSERT INTO placements (id, state, state_since, version, consumer_generation, device_id, provider_id, pop_id,
      image_id, subscriber_id, group_id, group_policy, vcpu, memory_mb, disk_gb, requested_at, scheduled_at,
      started_at, ended_at, end_reason, ends_as, pull_progress_pct, failure, pull_asked_at, pull_told_at)
    SELECT id, state, ${instant('since')}, version, generation, device_id, provider_id, pop_id,
      image_id, subscriber_id, group_id, group_policy, vcpu, memory_mb, disk_gb, ${instant('requested')},
      ${instant('scheduled')}, ${instant('started')}, ${instant('ended')}, end_reason, ends_as, progress, failure, ${instant('pull')}, ${instant('pull')}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS row (id text, state text, since bigint, version bigint, generation integer, device_id text,
        provider_id text, pop_id text, image_id text, subscriber_id text, group_id text, group_policy text,
        vcpu integer, memory_mb integer, disk_gb integer, requested bigint, scheduled bigint, started bigint,
        ended bigint, end_reason text, ends_as text, progress smallint, failure text, pull bigint)`);
}

async function insertTransitions(tx: Queryable, placements: readonly PlannedPlacement[]): Promise<void> {
  const rows = placements.flatMap(({ id, steps }) =>
    steps.map(({ to, at, actor, reason }, index) => [
      id,
      steps[index - 1]?.to ?? null,
      to,
      at,
      actor,
      reason,
    ]),
  );
  await tx.execute(sql`
    INSERT INTO placement_transitions (placement_id, from_state, to_state, at, actor, reason)
    SELECT step->>0, step->>1, step->>2, to_timestamp((step->>3)::bigint / 1000.0), step->>4, step->>5
    FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) WITH ORDINALITY AS list (step, position)
    ORDER BY position`);
}

function instant(column: string): SQL {
  return sql.raw(`to_timestamp(${column} / 1000.0)`);
}
