import { type FetchNode, type QueryPlan } from '@apollo/query-planner';
import { parse, print, type DocumentNode, type GraphQLSchema } from 'graphql';
import { CompositeTypes } from '../../supergraph/workarounds/composite-types';
import { narrowInterfaceFields } from '../../supergraph/workarounds/interface-object-fields';
import { isolateRequirements } from '../../supergraph/workarounds/isolate-requirements';
import { NullRisk } from '../../supergraph/workarounds/null-risk';
import { plannedKeys } from '../../supergraph/workarounds/planned-keys';
import { readRequirements } from '../../supergraph/workarounds/requirement-table';
import { separateRequiredArguments } from '../../supergraph/workarounds/required-arguments';
import { listResolvableKeysFirst } from '../../supergraph/workarounds/resolvable-keys-first';
import { spreadUnionMembers } from '../../supergraph/workarounds/union-members';
import { mapFetches, type FetchPart } from './map-fetches';
import { mergeableVariants, renameInPaths } from './mergeable-variants';
import { restoreInterfaceFields } from './restore-interface-fields';
import { restoreVariants } from './restore-variants';
import { splitEntityFetch } from './split-entity-fetch';
import { askTypenamesBelow } from './typenames-of-interfaces';
import { withoutMadeUpTypes } from './without-made-up-types';

/** A supergraph as the planner should read it, and what its plans need before they are run. */
export interface RewrittenSupergraph {
  readonly sdl: string;
  /** True when some of its subgraphs, types or fields are not in the supergraph that was given. */
  readonly hasMadeUpFields: boolean;
  /** The operation as the planner should read it; `schema` is what clients see. */
  readonly prepare: (document: DocumentNode, schema: GraphQLSchema) => DocumentNode;
  /** Makes an ordinary plan of the planner's; must be called once on each, and changes nothing of it. */
  readonly restore: (plan: QueryPlan) => QueryPlan;
}

/**
 * Works round the known defects of the planner. The text is for the planner alone: clients, introspection and executors see
 * the supergraph as it was written. Throws a GraphQLError when the text has a syntax error. Unless it
 * `isolates`, chains of requirements may still be planned as if they were none.
 */
export function rewriteForPlanner(sdl: string, isolates = true): RewrittenSupergraph {
  const narrowed = narrowInterfaceFields(listResolvableKeysFirst(parse(sdl)));
  const separated = separateRequiredArguments(narrowed.document);
  const { variants } = separated;
  const { document, realSubgraphs } = isolates
    ? isolateRequirements(separated.document)
    : { document: separated.document, realSubgraphs: new Map<string, string>() };
  const spread = spreadUnionMembers(document);
  const supergraph = { requirements: readRequirements(document), variants };
  const types = new CompositeTypes(document);
  const risk = new NullRisk(document);
  const restore = (plan: QueryPlan): QueryPlan => {
    const merged = mergeableVariants(plan, variants, types, risk);
    // The last change first.
    const restoreFetch = (fetch: FetchNode): FetchNode => {
      const known = withoutMadeUpTypes(fetch, spread.madeUpTypes);
      const real = inRealSubgraph(known, realSubgraphs);
      const typed = restoreInterfaceFields(real, narrowed.narrowed.get(real.serviceName), types);
      return restoreVariants(typed, variants, merged);
    };
    const restorePart = (part: FetchPart): FetchPart => ({ ...part, fetch: restoreFetch(part.fetch) });
    const restored = mapFetches(plan, (fetch) => {
      const [first, ...others] = splitEntityFetch(fetch, supergraph);
      return [restorePart(first), ...others.map(restorePart)];
    });
    return renameInPaths(restored, merged, variants);
  };
  return {
    sdl: print(spread.document),
    hasMadeUpFields:
      variants.size + realSubgraphs.size + spread.madeUpTypes.size + narrowed.narrowed.size > 0,
    prepare: (operation, schema) => askTypenamesBelow(operation, narrowed.interfaces, schema),
    restore,
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
  const document = parse(sdl);
  // A variant may be asked as the field itself.
  return new Set([...plannedKeys(document), ...plannedKeys(separateRequiredArguments(document).document)]);
}
