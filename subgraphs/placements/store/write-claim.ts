import { type SQL, sql } from 'drizzle-orm';
import { codeOf, type Queryable } from '../../kit/database';
import { useOf } from '../claim/check-entitlement';
import type { AllowedClaim } from '../claim/decide-claim';
import { tryAgain } from './try-again';

/** Who gets what when. */
export interface ClaimRow {
  readonly placementId: string;
  readonly actor: string;
  readonly at: Date;
  /** Why its box is not told yet; null when it is its turn to pull. */
  readonly waiting: string | null;
}

const UNIQUE_VIOLATION = '23505';

/**
 * Takes all amounts or none (I3): inventories by conditional update, the subscriber's use, the placement with its
 * allocations and its first two steps. The provider and the subscriber must be locked and the claim decided under
 * these locks; the conditions are repeated here because the whole product stands on them.
 *
 * @throws an error with SQLSTATE 40001 when a condition fails nevertheless.
 */
export async function writeClaim(tx: Queryable, claim: AllowedClaim, row: ClaimRow): Promise<void> {
  const written = await tx.execute(statementFor(claim, row)).catch((error: unknown) => {
    // Another claim on another box took the placement id, or a unique index of the group's policy spoke.
    throw codeOf(error) === UNIQUE_VIOLATION ? tryAgain('a record appeared meanwhile') : error;
  });
  if (Number(written.rows[0]?.['taken']) !== claim.amounts.length) {
    throw tryAgain('capacity went away under a lock');
  }
}

/** One statement: a claim that is allowed holds two rows that others wait for, so it should not take long. */
function statementFor(claim: AllowedClaim, row: ClaimRow): SQL {
  const use = useOf(claim.amounts);
  const at = sql`${row.at.toISOString()}::timestamptz`;
  return sql`
    WITH wanted AS (
      SELECT "resourceClass", amount FROM jsonb_to_recordset(${JSON.stringify(claim.amounts)}::jsonb)
        AS row("resourceClass" text, amount integer)),
    taken AS (
      UPDATE inventories SET used = used + wanted.amount FROM wanted
      WHERE provider_id = ${claim.provider.id} AND resource_class = wanted."resourceClass"
        AND wanted.amount <= capacity - used AND wanted.amount BETWEEN min_unit AND max_unit
        AND wanted.amount % step_size = 0
      RETURNING resource_class),
    provided AS (
      UPDATE providers SET generation = generation + 1, vcpu_free = vcpu_free - ${use.vcpu},
        memory_free = memory_free - ${use.memoryMb}, disk_free = disk_free - ${use.diskGb}
      WHERE id = ${claim.provider.id}),
    counted AS (
      UPDATE subscribers SET used_placements = used_placements + 1, used_vcpu = used_vcpu + ${use.vcpu},
        used_memory_mb = used_memory_mb + ${use.memoryMb}, used_disk_gb = used_disk_gb + ${use.diskGb},
        use_version = use_version + 1
      WHERE id = ${claim.subscriber.id}),
    placed AS (
      INSERT INTO placements (id, state, state_since, device_id, provider_id, pop_id, image_id, subscriber_id,
        group_id, group_policy, vcpu, memory_mb, disk_gb, requested_at, scheduled_at,
        pull_asked_at, pull_told_at)
      VALUES (${row.placementId}, 'SCHEDULED', ${at}, ${claim.provider.deviceId}, ${claim.provider.id},
        ${claim.provider.popId}, ${claim.image.id}, ${claim.subscriber.id}, ${claim.group?.id ?? null},
        ${claim.group?.policy ?? null}, ${use.vcpu}, ${use.memoryMb}, ${use.diskGb}, ${at}, ${at}, ${at},
        ${row.waiting === null ? at : null})),
    allocated AS (
      INSERT INTO allocations (placement_id, provider_id, resource_class, used)
      SELECT ${row.placementId}, ${claim.provider.id}, "resourceClass", amount FROM wanted),
    remembered AS (
      INSERT INTO placement_transitions (placement_id, from_state, to_state, at, actor, reason)
      VALUES (${row.placementId}, NULL, 'REQUESTED', ${at}, ${row.actor}, NULL),
        (${row.placementId}, 'REQUESTED', 'SCHEDULED', ${at}, ${row.actor}, ${row.waiting}))
    SELECT count(*) AS taken FROM taken`;
}
