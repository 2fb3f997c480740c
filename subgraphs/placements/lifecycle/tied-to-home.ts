import { sql } from 'drizzle-orm';
import type { Policy } from '../engine-types';

/** The policies whose members may run anywhere: what they say of the box is at most "another one than the others". */
const FREE_POLICIES: readonly Policy[] = ['NONE', 'ANTI_AFFINITY_DEVICE', 'ANTI_AFFINITY_POP'];

/**
 * Whether a placement must wait for its box when that is silent (domain A6). The policy of its group says it: who puts a
 * placement into a group without affinity says that it may run elsewhere. One without a group was put into a home for
 * that home, and members of an AFFINITY group are to be where the others are.
 */
export function isTiedToHome(groupPolicy: Policy | null): boolean {
  return groupPolicy === null || !FREE_POLICIES.includes(groupPolicy);
}

/** The same as a condition on the column `group_policy`. */
export const IS_FREE_SQL = sql.raw(
  `group_policy IN (${FREE_POLICIES.map((policy) => `'${policy}'`).join(', ')})`,
);
