import { type Principal } from '../identity/principal';

/** Any of these lists of scopes will do; of one list, all scopes are needed. */
export type ScopeAlternatives = readonly (readonly string[])[];

/** What a caller must bring. Everything listed must hold. */
export interface Requirement {
  readonly authenticated: boolean;
  readonly scopes: readonly ScopeAlternatives[];
  /** Nothing decides policies here, so whatever has one is refused. */
  readonly denied: boolean;
}

/** Asks for nothing. */
export const OPEN: Requirement = Object.freeze({
  authenticated: false,
  scopes: Object.freeze([]),
  denied: false,
});

/** Refuses everyone. */
export const DENIED: Requirement = Object.freeze({
  authenticated: true,
  scopes: Object.freeze([]),
  denied: true,
});

/** Asks for all that any of `requirements` asks for. */
export function allOf(requirements: readonly Requirement[]): Requirement {
  const asking = requirements.filter((requirement) => requirement !== OPEN);
  if (asking.length === 0) return OPEN;
  if (asking.length === 1) return asking[0] ?? OPEN;
  const scopes = new Map(
    asking
      .flatMap((requirement) => requirement.scopes)
      .map((alternatives) => [JSON.stringify(alternatives), alternatives]),
  );
  return {
    authenticated: asking.some((requirement) => requirement.authenticated),
    scopes: [...scopes.values()],
    denied: asking.some((requirement) => requirement.denied),
  };
}

/** True when `principal` meets `requirement`. Scopes count only for callers that are authenticated. */
export function isMet(requirement: Requirement, principal: Principal): boolean {
  if (requirement.denied) return false;
  if (!requirement.authenticated && requirement.scopes.length === 0) return true;
  if (!principal.authenticated) return false;
  return requirement.scopes.every((alternatives) =>
    alternatives.some((scopes) => scopes.every((scope) => principal.scopes.includes(scope))),
  );
}

/** True when everyone who meets `stronger` also meets `weaker`. Answers false when the question is too large to decide. */
export function implies(stronger: Requirement, weaker: Requirement): boolean {
  if (stronger.denied) return true;
  if (weaker.denied) return false;
  if (weaker.authenticated && !stronger.authenticated && stronger.scopes.length === 0) return false;
  const grants = minimalGrants(stronger.scopes);
  return (
    grants !== undefined &&
    weaker.scopes.every((alternatives) =>
      grants.every((granted) => alternatives.some((scopes) => scopes.every((scope) => granted.has(scope)))),
    )
  );
}

const MAX_GRANTS = 1_000;

/** Each smallest set of scopes that meets all of `conjunction`; undefined when there are too many. */
function minimalGrants(
  conjunction: readonly ScopeAlternatives[],
): readonly ReadonlySet<string>[] | undefined {
  let grants: ReadonlySet<string>[] = [new Set()];
  for (const alternatives of conjunction) {
    if (grants.length * alternatives.length > MAX_GRANTS) return undefined;
    grants = grants.flatMap((granted) => alternatives.map((scopes) => new Set([...granted, ...scopes])));
  }
  return grants;
}
