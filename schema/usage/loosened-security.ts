import { type Change } from '../check/check-result';

/** Codes of changes that open data: a requirement or the hiding of something is gone, wholly or in part. */
const LOOSENED = /AUTH|SCOPE|POLICY|INACCESSIBLE/;
const LESS = /REMOVED|LOOSENED|LIFTED|RELAXED|WEAKENED/;

/** True for a change that opens data. Nobody who used the old graph is hurt by it, so usage says nothing about it. */
export function isLoosenedSecurity({ code }: Change): boolean {
  return LOOSENED.test(code) && LESS.test(code);
}
