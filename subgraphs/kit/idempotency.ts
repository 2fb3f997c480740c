import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Caller, callerScope } from './caller';
import { stableJson } from './cursor';
import type { Database, Queryable } from './database';
import { clientError } from './errors';

const MAX_KEY_LENGTH = 200;

/** Which call this is: the same caller, operation and key name the same call. */
export interface IdempotentCall {
  readonly caller: Caller;
  /** The mutation's name. */
  readonly operation: string;
  readonly key: string;
  /** Everything the client sent but the key. */
  readonly input: unknown;
}

/**
 * Claims the key inside the transaction of the change. Returns the first answer when the call was made before,
 * null when it is new; then store its answer with `rememberAnswer` in the same transaction. Two calls with one
 * key at the same time wait for each other. What is refused is rolled back with its key: nothing happened, so
 * the call may be made again.
 *
 * @throws GraphQLError IDEMPOTENCY_KEY_REUSED when the key was used with another input; BAD_USER_INPUT for a bad key.
 */
export async function recallAnswer<T>(
  database: Database,
  tx: Queryable,
  call: IdempotentCall,
): Promise<T | null> {
  checkKey(call.key);
  const scope = callerScope(call.caller);
  const inserted = await tx.execute(sql`
    INSERT INTO idempotency_keys (caller, operation, key, input_hash)
    VALUES (${scope}, ${call.operation}, ${call.key}, ${inputHash(call.input)})
    ON CONFLICT DO NOTHING`);
  if (inserted.rowCount === 1) return null;
  const [known] = await database.rows<{ input_hash: string; answer: T }>(
    sql`SELECT input_hash, answer FROM idempotency_keys
        WHERE caller = ${scope} AND operation = ${call.operation} AND key = ${call.key}`,
    tx,
  );
  if (known?.input_hash !== inputHash(call.input)) {
    throw clientError(
      'IDEMPOTENCY_KEY_REUSED',
      'Expected a new idempotency key for a new input, got one used before.',
    );
  }
  return known.answer;
}

/** Stores the answer of a call that `recallAnswer` found to be new. */
export async function rememberAnswer(tx: Queryable, call: IdempotentCall, answer: object): Promise<void> {
  await tx.execute(sql`
    UPDATE idempotency_keys SET answer = ${JSON.stringify(answer)}::jsonb
    WHERE caller = ${callerScope(call.caller)} AND operation = ${call.operation} AND key = ${call.key}`);
}

function checkKey(key: string): void {
  if (key.length === 0 || key.length > MAX_KEY_LENGTH || key.includes('\0')) {
    throw clientError(
      'BAD_USER_INPUT',
      `Expected an idempotency key of 1 to ${MAX_KEY_LENGTH} characters, got ${key.length}.`,
    );
  }
}

function inputHash(input: unknown): string {
  return createHash('sha256').update(stableJson(input)).digest('base64url');
}
