/** What opens data, to callers or to contracts: requirements that are gone or less, what was hidden, and tags. */
const OPENING = /^(AUTHENTICATED|SCOPES|POLICY|INACCESSIBLE)_(REMOVED|LOOSENED)$|^TAG_|^PROTECTION_/;

/** True for a code about who may see data. No operation is hurt by it, so that nobody uses it does not make it less. */
export function opensData(code: string): boolean {
  return OPENING.test(code);
}
