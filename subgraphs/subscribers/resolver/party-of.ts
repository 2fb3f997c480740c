import type { PartyRow } from '../store/rows';
import type { Party } from '../types/party';

/** A stored party as the graph shows it; an address needs all of its lines. */
export function partyOf(row: PartyRow): Party {
  const { id, kind, displayName, email, phone, line1, city, postcode, countryCode } = row;
  const serviceAddress =
    line1 !== null && city !== null && postcode !== null && countryCode !== null
      ? { line1, city, postcode, countryCode }
      : null;
  return { id, kind, displayName, email, phone, serviceAddress };
}
