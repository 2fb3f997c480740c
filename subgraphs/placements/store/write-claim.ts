import { sql } from 'drizzle-orm';
import { codeOf, type Queryable } from '../../kit/database';
import { useOf } from '../claim/check-entitlement';
import type { AllowedClaim } from '../claim/decide-claim';
import { refreshProviders } from './refresh-providers';
import { tryAgain } from './try-again';

/** Who gets what when. */
export interface ClaimRow {
  readonly placementId: string;
  readonly actor: string;
  readonly at: Date;
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
  const taken = await tx.execute(sql`
    UPDATE inventories SET used = used + wanted.amount
    FROM jsonb_to_recordset(${JSON.stringify(claim.amounts)}::jsonb)
      AS wanted("resourceClass" text, amount integer)
    WHERE provider_id = ${claim.provider.id} AND resource_class = wanted."resourceClass"
      AND wanted.amount <= capacity - used AND wanted.amount BETWEEN min_unit AND max_unit
      AND wanted.amount % step_size = 0`);
  if (taken.rowCount !== claim.amounts.length) throw tryAgain('capacity went away under a lock');
  await refreshProviders(tx, [claim.provider.id]);
  await writeRecords(tx, claim, row).catch((error: unknown) => {
    // Another claim on another box took the placement id, or a unique index of the group's policy spoke.
    throw codeOf(error) === UNIQUE_VIOLATION ? tryAgain('a record appeared meanwhile') : error;
  });
}

async function writeRecords(tx: Queryable, claim: AllowedClaim, row: ClaimRow): Promise<void> {
  const use = useOf(claim.amounts);
  const at = sql`${row.at.toISOString()}::timestamptz`;
  await tx.execute(sql`
    WITH counted AS (
      UPDATE subscribers SET used_placements = used_placements + 1, used_vcpu = used_vcpu + ${use.vcpu},
        used_memory_mb = used_memory_mb + ${use.memoryMb}, used_disk_gb = used_disk_gb + ${use.diskGb},
        use_version = use_version + 1
      WHERE id = ${claim.subscriber.id}),
    placed AS (
      INSERT INTO placements (id, state, state_since, device_id, provider_id, pop_id, image_id, subscriber_id,
        group_id, group_policy, vcpu, memory_mb, disk_gb, requested_at, scheduled_at)
      VALUES (${row.placementId}, 'SCHEDULED', ${at}, ${claim.provider.deviceId}, ${claim.provider.id},
        ${claim.provider.popId}, ${claim.image.id}, ${claim.subscriber.id}, ${claim.group?.id ?? null},
        ${claim.group?.policy ?? null}, ${use.vcpu}, ${use.memoryMb}, ${use.diskGb}, ${at}, ${at})),
    allocated AS (
      INSERT INTO allocations (placement_id, provider_id, resource_class, used)
      SELECT ${row.placementId}, ${claim.provider.id}, wanted."resourceClass", wanted.amount
      FROM jsonb_to_recordset(${JSON.stringify(claim.amounts)}::jsonb)
        AS wanted("resourceClass" text, amount integer))
    INSERT INTO placement_transitions (placement_id, from_state, to_state, at, actor)
    VALUES (${row.placementId}, NULL, 'REQUESTED', ${at}, ${row.actor}),
      (${row.placementId}, 'REQUESTED', 'SCHEDULED', ${at}, ${row.actor})`);
}
