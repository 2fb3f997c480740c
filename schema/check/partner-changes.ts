import { type GraphQLSchema, isEnumType } from 'graphql';
import { filterContract } from '../../gateway/supergraph/contracts/filter-contract';
import { diffGraphs } from '../changes/diff-graphs';
import { buildVersion } from '../composition/build-version';
import type { Partner } from '../partners/read-partner';
import { applyUsage } from '../usage/apply-usage';
import { parseCoordinate } from '../usage/coordinate';
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
  const found = diffGraphs(before, after).filter((change) => canTell(change, partner, before.api, after.api));
  if (own.length > 0) return { partner: partner.name, changes: applyUsage(found, before, after, own) };
  const affected = [contractAffected(partner.name)];
  return { partner: partner.name, changes: found.map((change) => ({ ...change, affected })) };
}

/** How a contract is made, and which subgraphs answer how: nothing that a partner could see. */
const INSIDE =
  /^(INACCESSIBLE|SUBGRAPH|OVERRIDE|KEY|SHAREABLE|EXTERNAL|REQUIRES|PROVIDES|INTERFACE_OBJECT|CONTEXT|FROM_CONTEXT|CACHE_TAG|COMPOSE_DIRECTIVE|DIRECTIVE_APPLICATION|DIRECTIVE_DEFINITION|DEFINED_IN|PROTECTION|UNSEEN)_|_MOVED$/;

/** Whether who sees nothing but two versions of a contract can tell a change. */
function canTell(
  { code, coordinate, message }: Change,
  { include, exclude }: Partner,
  before: GraphQLSchema,
  after: GraphQLSchema,
): boolean {
  if (INSIDE.test(code)) return false;
  const [was, is] = [isSeen(before, coordinate), isSeen(after, coordinate)];
  if (!code.startsWith('TAG_')) return was || is;
  // A tag is seen by nothing but what it does.
  return was !== is && [...include, ...exclude].some((tag) => message.includes(`the tag "${tag}"`));
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
    // Of a contract that was none before nothing is lost.
    affected: wasValid ? [contractAffected(name)] : [],
    file,
    line: 1,
  };
}

/** Whether a schema has what is at a coordinate. */
function isSeen(api: GraphQLSchema, coordinate: string): boolean {
  const place = parseCoordinate(coordinate);
  if (!place) return false;
  if (place.kind === 'directive') return api.getDirective(place.directive) != null;
  const type = api.getType(place.type);
  if (!type || place.kind === 'type') return type !== undefined;
  if (isEnumType(type)) return type.getValue(place.member) != null;
  const field = 'getFields' in type ? type.getFields()[place.member] : undefined;
  if (!field || place.kind === 'member') return field !== undefined;
  return 'args' in field && field.args.some(({ name }) => name === place.argument);
}
