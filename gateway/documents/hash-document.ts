import { createHash } from 'node:crypto';

/** The name of a text: its SHA-256 in hexadecimal, as persisted queries use it. */
export function hashDocument(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
