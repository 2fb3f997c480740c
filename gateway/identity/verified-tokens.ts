import { WeightedCache } from '../support/weighted-cache';
import { type Principal } from './principal';

/** A token is checked again after this time, so that a key that is taken away counts no longer than that. */
const KNOWN_SECONDS = 60;
const CAPACITY_BYTES = 4 * 1024 * 1024;
/** What a remembered token takes beside its text, with the caller that it names. */
const ENTRY_BYTES = 1_000;

interface Verified {
  readonly principal: Principal;
  readonly untilSeconds: number;
  readonly keys: object;
}

/**
 * Tokens that were found to be good a moment ago: checking a signature costs more than all the rest of a small request.
 * Only the very same text is known again, with the keys it was checked with, before it expires. Times are seconds since 1970.
 */
export class VerifiedTokens {
  private readonly known = new WeightedCache<string, Verified>(CAPACITY_BYTES);

  /** The caller of `token`; undefined when it must be checked. `keys` is the set that would check it. */
  find(token: string, keys: object, nowSeconds: number): Principal | undefined {
    const verified = this.known.get(token);
    if (!verified) return undefined;
    if (verified.keys === keys && nowSeconds < verified.untilSeconds) return verified.principal;
    this.known.delete(token);
    return undefined;
  }

  /** Remembers that `token` is good until `expiresAtSeconds`, as `keys` say. */
  remember(
    token: string,
    principal: Principal,
    keys: object,
    nowSeconds: number,
    expiresAtSeconds: number,
  ): void {
    const untilSeconds = Math.min(expiresAtSeconds, nowSeconds + KNOWN_SECONDS);
    this.known.set(token, { principal, untilSeconds, keys }, ENTRY_BYTES + token.length);
  }
}
