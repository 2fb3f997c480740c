import { type Finding } from '../finding';
import { pairByKey } from '../pair-by-name';
import { stableText } from '../stable-text';
import { applied, type SchemaSnapshot } from './snapshot';

const PROTECTIONS = ['authenticated', 'requiresScopes', 'policy'];

/**
 * Protection that one subgraph no longer asks for while the supergraph still asks for the same, since other subgraphs do:
 * it hangs on these now.
 */
export function diffSubgraphSecurity(
  subgraph: string,
  base: SchemaSnapshot,
  candidate: SchemaSnapshot,
  merged: { readonly base: SchemaSnapshot; readonly candidate: SchemaSnapshot },
): readonly Finding[] {
  return pairByKey(base.elements, candidate.elements).kept.flatMap(([before, after]) => {
    const { coordinate } = after;
    const [old, now] = [merged.base, merged.candidate].map(({ elements }) => elements.get(coordinate));
    return PROTECTIONS.filter(
      (name) =>
        applied(before, name).length > 0 &&
        applied(after, name).length === 0 &&
        stableText(applied(old, name)) === stableText(applied(now, name)),
    ).map((name): Finding => ({
      code: 'PROTECTION_LEFT_TO_OTHERS',
      coordinate,
      message: `The subgraph "${subgraph}" no longer has @${name} at ${coordinate}; only other subgraphs still protect it.`,
      subgraph,
    }));
  });
}
