import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EnvelopeKeys } from '../../kit/envelope';

/** How long an upload may be begun after its ticket was issued. */
export const TICKET_LIFETIME_SECONDS = 3_600;

/** Seconds since 1970 at which a ticket issued now ends. */
export function ticketExpiry(now: Date): number {
  return Math.floor(now.getTime() / 1_000) + TICKET_LIFETIME_SECONDS;
}

/**
 * A ticket to upload the bytes of one image until `expiresAtSeconds`: `<expiry>.<key id>.<HMAC-SHA-256>`. Whoever
 * holds it needs no other identity, like Glance's and S3's signed addresses, so it goes into the URL of a plain PUT.
 * The same image and expiry give the same ticket.
 */
export function signTicket(keys: EnvelopeKeys, imageId: string, expiresAtSeconds: number): string {
  const keyId = Buffer.from(keys.current).toString('base64url');
  const mac = macOf(keys, keys.current, imageId, expiresAtSeconds);
  if (mac === null) throw new Error(`upload: the current key "${keys.current}" is not in the key file`);
  return `${expiresAtSeconds}.${keyId}.${mac.toString('base64url')}`;
}

/** Whether the ticket was signed for this image and is still good. */
export function isValidTicket(keys: EnvelopeKeys, imageId: string, ticket: unknown, now: Date): boolean {
  const [, expiry, keyId, signature] =
    typeof ticket === 'string' ? (/^(\d{1,12})\.([\w-]{1,200})\.([\w-]{43})$/.exec(ticket) ?? []) : [];
  if (expiry === undefined || keyId === undefined || signature === undefined) return false;
  const mac = macOf(keys, Buffer.from(keyId, 'base64url').toString(), imageId, Number(expiry));
  const given = Buffer.from(signature, 'base64url');
  if (mac === null || given.length !== mac.length || !timingSafeEqual(given, mac)) return false;
  return Number(expiry) * 1_000 > now.getTime();
}

function macOf(keys: EnvelopeKeys, keyId: string, imageId: string, expiresAtSeconds: number): Buffer | null {
  const secret = Object.hasOwn(keys.keys, keyId) ? keys.keys[keyId] : undefined;
  if (secret === undefined) return null;
  // The leading line keeps a ticket from ever being mistaken for something else signed with this key.
  return createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update(`lastmile images upload\n${expiresAtSeconds}\n${imageId}`)
    .digest();
}
