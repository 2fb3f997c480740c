import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { clientError } from './errors';

/** Bytes of the signature kept: 96 bits, so that a page of 500 cursors stays small. */
const MAC_BYTES = 12;

/** A position in a keyset: the values of the sort columns, the unique one last. */
export type CursorKey = readonly (string | number | null)[];

/** What a cursor is bound to: it is worth nothing in another list. */
export interface CursorScope {
  /** The connection, e.g. `Query.devices`. */
  readonly connection: string;
  /** Filter and parent id, anything that JSON can hold. */
  readonly filter: unknown;
  /** `callerScope(caller)`. */
  readonly caller: string;
}

/** Signed opaque cursors: base64url(JSON key) + "." + HMAC over key and scope (Relay cursor connections). */
export interface CursorCodec {
  encode(scope: CursorScope, key: CursorKey): string;
  /** @throws GraphQLError BAD_CURSOR for anything that `encode` did not make for this scope. */
  decode(scope: CursorScope, cursor: string): CursorKey;
}

/** A codec whose cursors only holders of `secret` can make. */
export function createCursorCodec(secret: string): CursorCodec {
  const mac = (scope: CursorScope, body: string): Buffer =>
    createHmac('sha256', secret)
      .update(`${scope.connection}\n${scope.caller}\n${filterHash(scope.filter)}\n${body}`)
      .digest()
      .subarray(0, MAC_BYTES);
  return {
    encode(scope, key) {
      const body = Buffer.from(JSON.stringify(key)).toString('base64url');
      return `${body}.${mac(scope, body).toString('base64url')}`;
    },
    decode(scope, cursor) {
      const [body, signature, ...rest] = cursor.split('.');
      if (!body || !signature || rest.length > 0) throw badCursor();
      // The text itself, since decoding would ignore what is not base64 and so accept several texts for one cursor.
      const given = Buffer.from(signature);
      const expected = Buffer.from(mac(scope, body).toString('base64url'));
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw badCursor();
      // Signed by us over exactly this text, so the shape is the one `encode` was given.
      return JSON.parse(Buffer.from(body, 'base64url').toString()) as CursorKey;
    },
  };
}

function badCursor(): Error {
  return clientError(
    'BAD_CURSOR',
    'Expected a cursor that this connection returned for the same filter and caller, got another one.',
  );
}

function filterHash(filter: unknown): string {
  return createHash('sha256').update(stableJson(filter)).digest('base64url');
}

/** JSON with sorted keys and without absent values, so that equal filters are equal text. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item) && !(item instanceof Date)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
