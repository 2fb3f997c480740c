import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller';

/** Lifetime of an envelope in seconds; long enough for clock skew, too short to be worth stealing. */
const LIFETIME_SECONDS = 30;
const CLOCK_SKEW_SECONDS = 5;

/** The shared secrets: sign with `current`, accept every one (two while they are rotated). */
export interface EnvelopeKeys {
  readonly current: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** What an envelope claims (JWT, RFC 7519, signed as JWS compact HS256, RFC 7515). */
export interface EnvelopeClaims {
  readonly iss: string;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
  readonly sub: string | null;
  readonly client: string | null;
  readonly tenant: string | null;
  readonly scopes: readonly string[];
  /** base64url SHA-256 of the request body, so that a stolen envelope fits no other request. */
  readonly bodyHash: string;
}

/** What an envelope is made for. */
export interface EnvelopeRequest {
  readonly issuer: string;
  readonly audience: string;
  readonly caller: Caller;
  readonly body: Uint8Array;
  readonly now: Date;
}

/** Signs an envelope for one request body. */
export function signEnvelope(keys: EnvelopeKeys, request: EnvelopeRequest): string {
  const iat = Math.floor(request.now.getTime() / 1000);
  const claims: EnvelopeClaims = {
    iss: request.issuer,
    aud: request.audience,
    iat,
    exp: iat + LIFETIME_SECONDS,
    sub: request.caller.subject,
    client: request.caller.client,
    tenant: request.caller.tenant,
    scopes: request.caller.scopes,
    bodyHash: hashOf(request.body),
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', kid: keys.current })}.${encode(claims)}`;
  const secret = keys.keys[keys.current];
  if (secret === undefined)
    throw new Error(`envelope: the current key "${keys.current}" is not in the key file`);
  return `${signed}.${signature(secret, signed)}`;
}

/**
 * The claims of a valid envelope, or null. It says nothing about what was wrong: whoever sends a
 * forged one learns nothing, and the gateway never sends one.
 */
export function openEnvelope(
  keys: EnvelopeKeys,
  token: string | undefined,
  expected: { readonly audience: string; readonly body: Uint8Array; readonly now: Date },
): EnvelopeClaims | null {
  const parts = token?.split('.') ?? [];
  const [header, payload, mac] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || mac === undefined) return null;
  const { alg, kid } = decode(header) ?? {};
  const secret = typeof kid === 'string' && Object.hasOwn(keys.keys, kid) ? keys.keys[kid] : undefined;
  if (alg !== 'HS256' || secret === undefined) return null;
  if (!equalText(mac, signature(secret, `${header}.${payload}`))) return null;
  // The signature holds, so the payload was written by a holder of the key in this very shape.
  const claims = decode(payload) as unknown as EnvelopeClaims | null;
  if (claims === null || claims.aud !== expected.audience) return null;
  const seconds = expected.now.getTime() / 1000;
  if (claims.exp <= seconds - CLOCK_SKEW_SECONDS || claims.iat > seconds + CLOCK_SKEW_SECONDS) return null;
  return equalText(claims.bodyHash, hashOf(expected.body)) ? claims : null;
}

/** The caller that an envelope speaks for. */
export function callerOf(claims: EnvelopeClaims): Caller {
  return { subject: claims.sub, client: claims.client, tenant: claims.tenant, scopes: claims.scopes };
}

function signature(secret: string, text: string): string {
  return createHmac('sha256', Buffer.from(secret, 'base64url')).update(text).digest('base64url');
}

function hashOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url');
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function equalText(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
