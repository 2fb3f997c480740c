import { sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../../kit/database';

/** Bits of a signed 64-bit column that are safe to use. */
export const MASK_BITS = 63;

/**
 * Gives traits that were never seen a bit of `providers.trait_mask`, first come, first served. Traits that come after
 * the last bit has gone are searched in the array column instead.
 */
export async function assignTraitBits(
  database: Database,
  tx: Queryable,
  traits: readonly string[],
): Promise<void> {
  const wanted = [...new Set(traits)].sort();
  const known = await database.rows<{ trait: string }>(
    sql`SELECT trait FROM trait_bits WHERE trait = ANY(${textArray(wanted)})`,
    tx,
  );
  const unknown = wanted.filter((trait) => !known.some((row) => row.trait === trait));
  if (unknown.length === 0) return;
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('placements.trait_bits'))`);
  await tx.execute(sql`
    INSERT INTO trait_bits (trait, bit)
    SELECT trait, bit FROM (
      SELECT trait, (SELECT coalesce(max(bit), -1) FROM trait_bits) + row_number() OVER (ORDER BY trait) AS bit
      FROM unnest(${textArray(unknown)}) AS trait
      WHERE trait NOT IN (SELECT trait FROM trait_bits)) AS numbered
    WHERE bit < ${MASK_BITS}`);
}
