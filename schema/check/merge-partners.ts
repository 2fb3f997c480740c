import type { Affected, Change, Severity } from './check-result';
import type { PartnerChanges } from './partner-changes';

/**
 * Adds what changes in contracts to what changes in the graph: a change of both names the partner and is as bad as it is
 * for the partner; one of contracts alone, as when a tag is gone, is told once for all partners that it concerns.
 */
export function mergePartners(
  changes: readonly Change[],
  partners: readonly PartnerChanges[],
): readonly Change[] {
  const known = new Set(changes.map(keyOf));
  const shared = new Map<string, Change[]>();
  const own = new Map<string, { readonly change: Change; readonly partners: string[] }>();
  for (const { partner, changes: found } of partners) {
    for (const change of found) {
      if (!known.has(keyOf(change))) addOwn(own, change, partner);
      else if (isTold(change)) shared.set(keyOf(change), [...(shared.get(keyOf(change)) ?? []), change]);
    }
  }
  return [
    // What several subgraphs change alike is several changes, each of which hurts the partners.
    ...changes.map((change) => (shared.get(keyOf(change)) ?? []).reduce(joined, change)),
    ...[...own.values()].map(({ change, partners: names }) => inContracts(change, names)),
  ];
}

/** Descriptions and the like hurt no partner; what enters a contract is told, since it opens data. */
function isTold({ code, severity, affected }: Change): boolean {
  return affected.length > 0 && (severity !== 'safe' || code.endsWith('_ADDED'));
}

function addOwn(
  own: Map<string, { readonly change: Change; readonly partners: string[] }>,
  change: Change,
  partner: string,
): void {
  const key = keyOf(change);
  const known = own.get(key);
  if (!known) own.set(key, { change, partners: [partner] });
  else {
    known.partners.push(partner);
    own.set(key, { ...known, change: joined(known.change, change) });
  }
}

function inContracts(change: Change, partners: readonly string[]): Change {
  if (change.code === 'CONTRACT_INVALID') return change;
  return { ...change, message: `In the contract of ${partners.join(', ')}: ${change.message}` };
}

function joined(known: Change, more: Change): Change {
  return {
    ...known,
    severity: worse(known.severity, more.severity),
    affected: union(known.affected, more.affected),
  };
}

/** What one client asks under one name is one entry; a partner that is named by an operation need not be named again. */
function union(known: readonly Affected[], more: readonly Affected[]): readonly Affected[] {
  const missing = more.filter(
    ({ client, operation }) =>
      !known.some(
        (entry) => entry.client === client && (operation === null || entry.operation === operation),
      ),
  );
  return [...known, ...missing];
}

const ORDER: readonly Severity[] = ['safe', 'dangerous', 'breaking'];

function worse(one: Severity, other: Severity): Severity {
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other;
}

/** The message as well: two members that leave one union, or two tags of one field, have one code and one coordinate. */
function keyOf({ code, coordinate, message }: Change): string {
  return JSON.stringify([code, coordinate, message]);
}
