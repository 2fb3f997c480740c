import { allOf, implies, OPEN, type Requirement } from '../../../gateway/authorization/requirement';
import { type ChangeCode } from '../change-codes';
import { type Finding } from '../finding';
import { pairByKey } from '../pair-by-name';
import { applied, type ElementFacts, type SchemaSnapshot } from './snapshot';

/** One way of protecting an element. */
interface Protection {
  readonly directive: string;
  /** For messages: what an element asks for, or asked for. */
  readonly what: (element: ElementFacts) => string;
  readonly read: (element: ElementFacts) => Requirement;
  readonly codes: {
    readonly added: ChangeCode;
    readonly removed: ChangeCode;
    readonly tightened: ChangeCode;
    readonly loosened: ChangeCode;
  };
}

const AUTHENTICATED: Protection = {
  directive: 'authenticated',
  what: () => 'an authenticated caller',
  read: (element) => (applied(element, 'authenticated').length > 0 ? { ...OPEN, authenticated: true } : OPEN),
  codes: {
    added: 'AUTHENTICATED_ADDED',
    removed: 'AUTHENTICATED_REMOVED',
    // It has no arguments that could change.
    tightened: 'AUTHENTICATED_ADDED',
    loosened: 'AUTHENTICATED_REMOVED',
  },
};

const SCOPES: Protection = {
  directive: 'requiresScopes',
  what: (element) => `the scopes ${printAlternatives(element, 'requiresScopes', 'scopes')}`,
  read: (element) => alternatives(element, 'requiresScopes', 'scopes'),
  codes: {
    added: 'SCOPES_ADDED',
    removed: 'SCOPES_REMOVED',
    tightened: 'SCOPES_TIGHTENED',
    loosened: 'SCOPES_LOOSENED',
  },
};

const POLICIES: Protection = {
  directive: 'policy',
  what: (element) => `the policies ${printAlternatives(element, 'policy', 'policies')}`,
  read: (element) => alternatives(element, 'policy', 'policies'),
  codes: {
    added: 'POLICY_ADDED',
    removed: 'POLICY_REMOVED',
    tightened: 'POLICY_TIGHTENED',
    loosened: 'POLICY_LOOSENED',
  },
};

/**
 * Differences of what the supergraph asks of callers, element by element. Whether somebody is newly refused is decided with
 * what the type of a field asks, since moving a requirement from a type to its fields asks nothing new of those. Whether
 * somebody is newly let in is decided on the element alone: what was written there and is gone must be seen.
 */
export function diffSecurity(base: SchemaSnapshot, candidate: SchemaSnapshot): readonly Finding[] {
  const { kept } = pairByKey(base.elements, candidate.elements);
  return kept.flatMap(([before, after]) =>
    [AUTHENTICATED, SCOPES, POLICIES].flatMap((protection) =>
      diffProtection(protection, { element: before, within: base }, { element: after, within: candidate }),
    ),
  );
}

interface Place {
  readonly element: ElementFacts;
  readonly within: SchemaSnapshot;
}

function diffProtection(protection: Protection, before: Place, after: Place): readonly Finding[] {
  const [had, has] = [before, after].map(({ element }) => applied(element, protection.directive).length > 0);
  const { coordinate } = after.element;
  if (!had && !has) return [];
  const { codes, what } = protection;
  if (!has) {
    const message = `${coordinate} no longer asks for ${what(before.element)}.`;
    return [{ code: codes.removed, coordinate, message }];
  }
  const isTightened = !implies(whole(protection, before), whole(protection, after));
  if (!had) {
    const message = `${coordinate} asks for ${what(after.element)} now${isTightened ? '' : ', as what is around it did'}.`;
    return [{ code: isTightened ? codes.added : 'AUTH_RESTATED', coordinate, message }];
  }
  return diffAlternatives(protection, before, after, isTightened);
}

function diffAlternatives(
  { codes, what, read }: Protection,
  before: Place,
  after: Place,
  isTightened: boolean,
): readonly Finding[] {
  const { coordinate } = after.element;
  const change = `it asks for ${what(after.element)}, and asked for ${what(before.element)}`;
  const findings: Finding[] = [];
  if (isTightened) {
    findings.push({
      code: codes.tightened,
      coordinate,
      message: `Not everyone who could use ${coordinate} still can: ${change}.`,
    });
  }
  if (!implies(read(after.element), read(before.element))) {
    findings.push({
      code: codes.loosened,
      coordinate,
      message: `Some who could not use ${coordinate} now can: ${change}.`,
    });
  }
  return findings;
}

/** What is asked on the way to an element by a protection. */
function whole(protection: Protection, { element, within }: Place): Requirement {
  const parent = element.parent === null ? undefined : within.elements.get(element.parent);
  const around = parent ? [element, parent] : [element];
  // Scopes can be had only by those who are authenticated.
  const isSigned =
    protection === AUTHENTICATED && around.some((part) => applied(part, 'requiresScopes').length > 0);
  return isSigned ? { ...OPEN, authenticated: true } : allOf(around.map(protection.read));
}

function alternatives(element: ElementFacts, directive: string, argument: string): Requirement {
  const asked = applied(element, directive).map(
    ({ args }) => args[argument] as readonly (readonly string[])[],
  );
  return asked.length === 0 ? OPEN : { authenticated: false, scopes: asked, denied: false };
}

function printAlternatives(element: ElementFacts, directive: string, argument: string): string {
  const [asked] = applied(element, directive).map(
    ({ args }) => args[argument] as readonly (readonly string[])[],
  );
  return (asked ?? []).map((all) => all.join(' and ')).join(', or ');
}
