import { createHash } from 'node:crypto';

/** The name of a plan: a hash of the supergraph it is for, the normalised operation and the labels that are on. */
export function planKey(supergraphId: string, text: string, labels: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([supergraphId, labels, text]))
    .digest('base64url');
}
