import { type GraphQLSchema } from 'graphql';
import { type Severity } from '../check/check-result';
import { type LintElement } from './lint-elements';

/** What rules know of the graph beside the element that they look at. */
export interface LintedGraph {
  readonly api: GraphQLSchema;
  /** Whether some subgraph has a key for a type. */
  readonly isEntity: (type: string) => boolean;
  /** The arguments of a directive of federation at an element of the supergraph; undefined where it does not stand. */
  readonly directive: (coordinate: string, name: string) => Readonly<Record<string, unknown>> | undefined;
}

/** One rule of style. */
export interface LintRule {
  /** Stable: it stands in reports and approvals. */
  readonly code: string;
  /** How much a finding weighs unless the configuration says otherwise. */
  readonly severity: Severity | 'off';
  /** Why there is such a rule, for people whose schema it finds fault with. */
  readonly explanation: string;
  /** What is wrong with an element, as the end of a sentence that begins with its coordinate; null when nothing is. */
  readonly check: (element: LintElement, graph: LintedGraph) => string | null;
}
