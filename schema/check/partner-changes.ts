import { type GraphQLSchema, isEnumType } from 'graphql';
import { filterContract } from '../../gateway/supergraph/contracts/filter-contract';
import { diffGraphs } from '../changes/diff-graphs';
import { buildVersion } from '../composition/build-version';
import type { Partner } from '../partners/read-partner';
import { applyUsage } from '../usage/apply-usage';
import type { RecordedOperation } from '../usage/recorded-operation';
import type { Affected, Change } from './check-result';
import type { GraphVersion } from './graph-version';

/** What changes in the contract of one partner. */
export interface PartnerChanges {
  readonly partner: string;
  readonly changes: readonly Change[];
}

/**
 * Compares what a partner sees of two versions. A contract is a promise, so whatever breaks in it hurts the partner, unless
 * its own operations were recorded: then those decide.
 *
 * @param recorded all recorded operations; null when nothing was recorded
 */
export function comparePartner(
  partner: Partner,
  base: GraphVersion,
  candidate: GraphVersion,
  recorded: readonly RecordedOperation[] | null,
): PartnerChanges {
  const [before, after] = [contractOf(base, partner), contractOf(candidate, partner)];
  const changes = 'problem' in after ? [invalidContract(partner, after.problem, !('problem' in before))] : [];
  if ('problem' in before || 'problem' in after) return { partner: partner.name, changes };
  const own =
    recorded?.filter(({ client, isTrusted }) => client === partner.name && isTrusted !== true) ?? [];
  // How a contract is made (`@inaccessible`) and what it hides is nothing that a partner can see.
  const found = diffGraphs(before, after).filter(
    ({ code, coordinate }) =>
      !code.startsWith('INACCESSIBLE_') && [before, after].some(({ api }) => isSeen(api, coordinate)),
  );
  if (own.length > 0) return { partner: partner.name, changes: applyUsage(found, before, after, own) };
  const affected = [contractAffected(partner.name)];
  return { partner: partner.name, changes: found.map((change) => ({ ...change, affected })) };
}

/** A partner as one who is affected. */
function contractAffected(client: string): Affected {
  return { client, operation: null, count: 0, lastSeen: null };
}

type Contract = GraphVersion | { readonly problem: string };

/** What the partner sees; who resolves it is no part of a contract. */
function contractOf({ supergraph }: GraphVersion, { include, exclude }: Partner): Contract {
  const { supergraph: sdl, errors } = filterContract(supergraph, { include, exclude });
  if (sdl === null) return { problem: errors.map(({ message }) => message).join('; ') };
  const { version, errors: refusals } = buildVersion({ kind: 'supergraph', sdl, file: '' });
  if (!version) return { problem: refusals.map(({ message }) => message).join('; ') };
  return { supergraph: sdl, api: version.api, subgraphs: [] };
}

function invalidContract({ name, file }: Partner, problem: string, wasValid: boolean): Change {
  return {
    code: 'CONTRACT_INVALID',
    severity: wasValid ? 'breaking' : 'dangerous',
    coordinate: name,
    message: `The contract of ${name} is no valid schema${wasValid ? ' any more' : ', and was none before'}: ${problem}`,
    affected: [contractAffected(name)],
    file,
    line: 1,
  };
}

/** Whether a coordinate, or the field that it is an argument of, is in a schema. */
function isSeen(api: GraphQLSchema, coordinate: string): boolean {
  const [, directive] = /^@(\w+)/.exec(coordinate) ?? [];
  if (directive !== undefined) return api.getDirective(directive) != null;
  const [, typeName = '', member] = /^(\w+)(?:\.(\w+))?/.exec(coordinate) ?? [];
  const type = api.getType(typeName);
  if (!type || member === undefined) return type !== undefined;
  if (isEnumType(type)) return type.getValue(member) != null;
  return 'getFields' in type && member in type.getFields();
}
