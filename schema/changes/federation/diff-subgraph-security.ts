import { type Finding } from '../finding';
import { pairByKey } from '../pair-by-name';
import { stableText } from '../stable-text';
import { applied, type SchemaSnapshot } from './snapshot';

const PROTECTIONS = ['authenticated', 'requiresScopes', 'policy'];

/**
 * Protection that one subgraph takes up or gives up while the supergraph asks for what it asked for, since other subgraphs
 * ask for it: what is given up hangs on these now.
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
    return PROTECTIONS.flatMap((name): readonly Finding[] => {
      const [had, has] = [before, after].map((element) => applied(element, name).length > 0);
      if (had === has || stableText(applied(old, name)) !== stableText(applied(now, name))) return [];
      return [
        { ...(has ? takenUp(name, coordinate, subgraph) : givenUp(name, coordinate, subgraph)), subgraph },
      ];
    });
  });
}

function takenUp(directive: string, coordinate: string, subgraph: string): Finding {
  const message = `The subgraph "${subgraph}" has @${directive} at ${coordinate} now, as other subgraphs have.`;
  return { code: 'AUTH_RESTATED', coordinate, message };
}

function givenUp(directive: string, coordinate: string, subgraph: string): Finding {
  const message = `The subgraph "${subgraph}" no longer has @${directive} at ${coordinate}; only other subgraphs still protect it.`;
  return { code: 'PROTECTION_LEFT_TO_OTHERS', coordinate, message };
}
