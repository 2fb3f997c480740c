import { createHash, createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isRecord } from '../support/is-record';
import { messageOf } from '../support/message-of';
import { type Principal } from './principal';

/** The key that envelopes are signed with now. */
export interface EnvelopeKey {
  readonly secret: KeyObject;
  /** The first part of each envelope that is signed with it. */
  readonly header: string;
}

const LIFETIME_SECONDS = 30;
const KEY_BYTES = 32;

/**
 * The identity of a caller for one subgraph: a compact JWS (RFC 7515, HS256), short-lived, bound to its audience and to
 * the bytes of the body, so that it is worth nothing in another request.
 */
export function signEnvelope(
  key: EnvelopeKey,
  principal: Principal,
  audience: string,
  body: Uint8Array,
  nowMs: number,
): string {
  const issuedAt = Math.floor(nowMs / 1_000);
  const payload = encode({
    iss: 'lastmile-gateway',
    aud: audience,
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
    sub: principal.subject,
    client: principal.client,
    tenant: principal.tenant,
    scopes: principal.scopes,
    bodyHash: hashOf(body),
  });
  const signed = `${key.header}.${payload}`;
  return `${signed}.${createHmac('sha256', key.secret).update(signed).digest('base64url')}`;
}

/** Reads the current key of a key file. Throws an Error that names the file and what is wrong, never the key. */
export function readEnvelopeKey(file: string): EnvelopeKey {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The envelope key file ${file} cannot be read as JSON: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const id = isRecord(value) ? value.current : undefined;
  const keys = isRecord(value) && isRecord(value.keys) ? value.keys : {};
  const secret = typeof id === 'string' ? keys[id] : undefined;
  if (typeof id !== 'string' || typeof secret !== 'string') {
    throw new Error(`The envelope key file ${file} must have "current", the id of one of its "keys".`);
  }
  const bytes = Buffer.from(secret, 'base64url');
  if (bytes.length < KEY_BYTES) {
    throw new Error(
      `The envelope key file ${file} has a current key of ${bytes.length} bytes; ${KEY_BYTES} are needed.`,
    );
  }
  return { secret: createSecretKey(bytes), header: encode({ alg: 'HS256', typ: 'JWT', kid: id }) };
}

/** The short way at half the price came with Node 20.12. */
const hashOf: (bytes: Uint8Array) => string =
  typeof hash === 'function'
    ? (bytes) => hash('sha256', bytes, 'base64url')
    : (bytes) => createHash('sha256').update(bytes).digest('base64url');

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
