import { type SQL, sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { isStorableId, storableIds } from '../../kit/storable-text';
import { MASK_BITS } from '../store/trait-bits';

/** Traits as the search looks for them: one mask for those with a bit, the names of those without. */
export interface TraitSet {
  readonly mask: bigint;
  readonly names: readonly string[];
}

/** What a box must have and must not have. */
export interface TraitMasks {
  readonly required: TraitSet;
  readonly forbidden: TraitSet;
}

/** No box has a trait with an empty name: looking for it finds nothing. */
const NOBODYS_TRAIT = '';

/**
 * Looks up the bits of all traits in one read. While there are bits left, a trait without one was never seen on any
 * box; only after the last bit was given away are traits searched by their names.
 */
export async function traitMasks(
  database: Database,
  required: readonly string[],
  forbidden: readonly string[],
): Promise<TraitMasks> {
  const wanted = textArray(storableIds([...required, ...forbidden]));
  const [row] = await database.rows<{ all_given: boolean; bits: Record<string, number> | null }>(sql`
    SELECT count(*) >= ${MASK_BITS} AS all_given,
      jsonb_object_agg(trait, bit) FILTER (WHERE trait = ANY(${wanted})) AS bits
    FROM trait_bits`);
  const bits = new Map(Object.entries(row?.bits ?? {}));
  const allGiven = row?.all_given ?? false;
  return {
    required: traitSet(required, bits, (trait) => (allGiven && isStorableId(trait) ? trait : NOBODYS_TRAIT)),
    forbidden: traitSet(forbidden, bits, (trait) => (allGiven && isStorableId(trait) ? trait : null)),
  };
}

/** The condition that a box has all of them. */
export function carries(traits: TraitSet): SQL {
  const names = traits.names.length > 0 ? sql` AND traits @> ${textArray(traits.names)}` : sql``;
  return sql`(trait_mask & ${traits.mask.toString()}::bigint = ${traits.mask.toString()}::bigint${names})`;
}

/** The condition that a box has none of them. */
export function carriesNone(traits: TraitSet): SQL {
  const names = traits.names.length > 0 ? sql` AND NOT traits && ${textArray(traits.names)}` : sql``;
  return sql`(trait_mask & ${traits.mask.toString()}::bigint = 0${names})`;
}

/** `nameOf` says by which name a trait without a bit is searched, null when it need not be. */
function traitSet(
  traits: readonly string[],
  bits: ReadonlyMap<string, number>,
  nameOf: (trait: string) => string | null,
): TraitSet {
  let mask = 0n;
  const names: string[] = [];
  for (const trait of new Set(traits)) {
    const bit = bits.get(trait);
    const name = bit === undefined ? nameOf(trait) : null;
    if (bit !== undefined) mask |= 1n << BigInt(bit);
    if (name !== null) names.push(name);
  }
  return { mask, names };
}
