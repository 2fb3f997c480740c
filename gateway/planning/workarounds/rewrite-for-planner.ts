import { type FetchNode, type QueryPlan } from '@apollo/query-planner';
import { parse, print } from 'graphql';
import { isolateRequirements } from '../../supergraph/workarounds/isolate-requirements';
import { plannedKeys } from '../../supergraph/workarounds/planned-keys';
import { readRequirements } from '../../supergraph/workarounds/requirement-table';
import { separateRequiredArguments } from '../../supergraph/workarounds/required-arguments';
import { listResolvableKeysFirst } from '../../supergraph/workarounds/resolvable-keys-first';
import { spreadUnionMembers } from '../../supergraph/workarounds/union-members';
import { mapFetches } from './map-fetches';
import { restoreVariants } from './restore-variants';
import { splitEntityFetch } from './split-entity-fetch';
import { withoutMadeUpTypes } from './without-made-up-types';

/** A supergraph as the planner should read it, and what its plans need before they are run. */
export interface RewrittenSupergraph {
  readonly sdl: string;
  /** True when some of its subgraphs, types or fields are not in the supergraph that was given. */
  readonly hasMadeUpFields: boolean;
  /** Makes an ordinary plan of the planner's; must be called once on each, and changes nothing of it. */
  readonly restore: (plan: QueryPlan) => QueryPlan;
}

/**
 * Works round the known defects of the planner. The text is for the planner alone: clients, introspection and executors see
 * the supergraph as it was written. Throws a GraphQLError when the text has a syntax error.
 */
export function rewriteForPlanner(sdl: string): RewrittenSupergraph {
  const separated = separateRequiredArguments(listResolvableKeysFirst(parse(sdl)));
  const { variants } = separated;
  const { document, realSubgraphs } = isolateRequirements(separated.document);
  const spread = spreadUnionMembers(document);
  const supergraph = { requirements: readRequirements(document), variants };
  return {
    sdl: print(spread.document),
    hasMadeUpFields: variants.size + realSubgraphs.size + spread.madeUpTypes.size > 0,
    restore: (plan) =>
      mapFetches(plan, (fetch) => {
        const [first, ...others] = splitEntityFetch(fetch, supergraph);
        const restore = (part: typeof first): typeof first => ({
          ...part,
          fetch: inRealSubgraph(
            withoutMadeUpTypes(restoreVariants(part.fetch, variants), spread.madeUpTypes),
            realSubgraphs,
          ),
        });
        return [restore(first), ...others.map(restore)];
      }),
  };
}

function inRealSubgraph(fetch: FetchNode, realSubgraphs: ReadonlyMap<string, string>): FetchNode {
  const serviceName = realSubgraphs.get(fetch.serviceName);
  return serviceName === undefined ? fetch : { ...fetch, serviceName };
}

/**
 * The response keys under which plans over a supergraph keep what they need for themselves: an alias of a client must not
 * be one of them. Throws a GraphQLError when the text has a syntax error.
 */
export function plannedKeysOf(sdl: string): ReadonlySet<string> {
  return plannedKeys(separateRequiredArguments(parse(sdl)).document);
}
