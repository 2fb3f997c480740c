import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { type Change, type Severity } from '../check/check-result';
import { type GraphVersion } from '../check/graph-version';
import { applied, snapshotOf } from '../changes/federation/snapshot';
import { elementPlaces } from '../changes/places/element-places';
import { changedElements } from './changed-elements';
import { type LintConfig } from './lint-config';
import { lintElements, type LintElement } from './lint-elements';
import { LINT_RULES, type LintRuleName } from './lint-rules';
import { type LintedGraph, type LintRule } from './lint-rule';

/**
 * What the rules find fault with in a version of the graph, in the order of coordinates. With a base, only what the change
 * touches is looked at, unless the configuration asks for all.
 */
export function lintGraph(
  base: GraphVersion | null,
  candidate: GraphVersion,
  config: LintConfig,
): readonly Change[] {
  const isTouched = base === null || config.scope === 'all' ? () => true : changedElements(base, candidate);
  const rules = activeRules(config);
  const graph = lintedGraph(candidate);
  const places = elementPlaces(candidate.subgraphs);
  const found = [...lintElements(candidate.api)]
    .filter(({ coordinate }) => isTouched(coordinate) && !isIgnored(coordinate, config.ignore))
    .flatMap((element) => lintElement(element, rules, graph));
  return found
    .sort((left, right) =>
      left.coordinate < right.coordinate ? -1 : Number(left.coordinate > right.coordinate),
    )
    .map((change) => {
      const [place] = places.get(change.coordinate) ?? [];
      return { ...change, file: place?.file ?? null, line: place?.line ?? null };
    });
}

interface ActiveRule {
  readonly rule: LintRule;
  readonly severity: Severity;
}

function activeRules({ rules }: LintConfig): readonly ActiveRule[] {
  return Object.entries<LintRule>(LINT_RULES).flatMap(([name, rule]) => {
    // The names of a table are its keys.
    const severity = rules.get(name as LintRuleName) ?? rule.severity;
    return severity === 'off' ? [] : [{ rule, severity }];
  });
}

function lintElement(
  element: LintElement,
  rules: readonly ActiveRule[],
  graph: LintedGraph,
): readonly Change[] {
  const { coordinate } = element;
  return rules.flatMap(({ rule, severity }) => {
    const problem = rule.check(element, graph);
    if (problem === null) return [];
    const message = `${coordinate} ${problem}. ${rule.explanation}`;
    return [{ code: rule.code, severity, coordinate, message, file: null, line: null, affected: [] }];
  });
}

function lintedGraph({ supergraph, api }: GraphVersion): LintedGraph {
  const { schema } = Supergraph.build(supergraph, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  });
  const { elements } = snapshotOf(schema);
  return {
    api,
    isEntity: (type) =>
      applied(elements.get(type), 'join__type').some(({ args }) => args['key'] !== undefined),
    directive: (coordinate, name) => applied(elements.get(coordinate), name)[0]?.args,
  };
}

function isIgnored(coordinate: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(coordinate);
  });
}
