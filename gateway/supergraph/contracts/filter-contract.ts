import { errorCauses, type Supergraph } from '@apollo/federation-internals';
import { GraphQLError } from 'graphql';
import { messageOf } from '../../support/message-of';
import { readSupergraph } from '../read-supergraph';
import { buildSupergraph } from '../supergraph';
import { type ContractError, type ContractFilter, type FilteredContract } from './contract-filter';
import { outlineContract } from './contract-outline';
import { hiddenElements } from './hidden-elements';
import { markInaccessible } from './mark-inaccessible';

/**
 * The supergraph as a contract shows it: what is not for its reader is `@inaccessible`, so that it can still be used for
 * keys and `@requires`, but is not in the API. The rules are those of Apollo's contracts
 * (https://www.apollographql.com/docs/graphos/platform/schema-management/delivery/contracts/reference):
 *
 * 1. Tags go down: from objects and interfaces to their fields, from fields to their arguments, from inputs to their
 *    fields, from enums to their values.
 * 2. What carries an excluded tag is hidden, even when it also carries an included one.
 * 3. With included tags, whatever has nothing in it is hidden unless it carries one: arguments, input fields, enum values,
 *    unions, scalars, and fields that have no shown argument.
 * 4. What has nothing shown left in it is hidden: a field of an interface that all its objects hide; an object, interface,
 *    input or enum; a union.
 * 5. What clients would see must be a valid schema. A shown field of a hidden type, a hidden required argument or input
 *    field, a hidden field of a shown interface, or a hidden query type are errors.
 *
 * One thing goes beyond: where rule 3 hides a type that a shown field needs, and neither that type nor anything in it
 * carries any tag, the type is kept unless it is an entity. There such a contract is an error, so that every contract which
 * is valid there is the same here. Types that nothing reaches are not hidden for that.
 */
export function filterContract(supergraphSdl: string, filter: ContractFilter): FilteredContract {
  const conflict = filter.include.find((tag) => filter.exclude.includes(tag));
  if (conflict !== undefined) {
    const message = `the tag "${conflict}" is included and excluded; expected it in one of the lists`;
    return refused([{ code: 'CONTRACT_TAG_CONFLICT', message }]);
  }
  let supergraph: Supergraph;
  try {
    supergraph = readSupergraph(supergraphSdl);
  } catch (error) {
    return refused([{ code: 'INVALID_SUPERGRAPH', message: messageOf(error) }]);
  }
  const hidden = hiddenElements(outlineContract(supergraph.schema), filter);
  return checked(markInaccessible(supergraphSdl, supergraph.schema, hidden));
}

function checked(supergraph: string): FilteredContract {
  try {
    buildSupergraph(supergraph);
    return { supergraph, errors: [] };
  } catch (error) {
    return refused(problemsOf(supergraph) ?? errorsOf(error));
  }
}

/** The loader of the gateway folds what is wrong with an API schema into one error; here it is told one by one. */
function problemsOf(supergraph: string): readonly ContractError[] | null {
  try {
    readSupergraph(supergraph).apiSchema();
    return null;
  } catch (error) {
    return errorsOf(error);
  }
}

function errorsOf(error: unknown): readonly ContractError[] {
  // The package gathers what is wrong with an API schema as the causes of one error.
  const causes = error instanceof Error ? errorCauses(error) : undefined;
  return (causes ?? [error]).map((cause) => ({ code: codeOf(cause), message: messageOf(cause) }));
}

function codeOf(error: unknown): string {
  const code = error instanceof GraphQLError ? error.extensions['code'] : undefined;
  return typeof code === 'string' ? code : 'INVALID_CONTRACT';
}

function refused(errors: readonly ContractError[]): FilteredContract {
  return { supergraph: null, errors };
}
