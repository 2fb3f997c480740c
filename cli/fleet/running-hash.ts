import { createHash } from 'node:crypto';

/**
 * Eight hexadecimal digits that tell one set of running placements from another: the beginning of the SHA-256
 * over the sorted ids, joined by commas. A reader that sees it change asks for, or finds, the list.
 */
export function runningHashOf(placementIds: readonly string[]): string {
  return createHash('sha256')
    .update([...placementIds].sort().join(','))
    .digest('hex')
    .slice(0, 8);
}
