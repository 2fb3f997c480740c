import { type Schema } from '@apollo/federation-internals';
import { type DocumentNode, type GraphQLSchema } from 'graphql';
import { RequestRefused } from '../../errors';
import { type LimitValues } from '../limit-values';
import { type OpenCost } from './cost-expression';
import { operationCost } from './operation-cost';
import { SchemaCosts } from './schema-costs';

/**
 * Refuses operations that may cost more than the caller is allowed. `document` has one operation, which is valid, and
 * `variables` are coerced. Throws RequestRefused.
 */
export type CostCheck = (
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  limits: LimitValues,
) => void;

/**
 * A check by the `@cost` and `@listSize` directives of a supergraph; what does not depend on variables is decided once.
 * Where `graver` knows another reason to refuse a document that costs too much, that one is told.
 */
export function createCostCheck(
  schema: GraphQLSchema,
  supergraph: Schema,
  graver: (document: DocumentNode) => RequestRefused | undefined = () => undefined,
): CostCheck {
  const costs = new SchemaCosts(schema, supergraph);
  const decided = new WeakMap<LimitValues, WeakMap<DocumentNode, Decision>>();
  return (document, variables, limits) => {
    let known = decided.get(limits);
    if (!known) decided.set(limits, (known = new WeakMap()));
    let decision = known.get(document);
    if (decision === undefined) known.set(document, (decision = decide(costs, document, limits, graver)));
    if (decision === ALLOWED) return;
    if (typeof decision !== 'function') throw decision;
    const refusal = judge(decision({ variables, known: new Map() }), limits);
    if (refusal) throw graver(document) ?? refusal;
  };
}

const ALLOWED = 'allowed';

/** What is known of a document whatever its variables are. */
type Decision = typeof ALLOWED | RequestRefused | OpenCost;

function decide(
  costs: SchemaCosts,
  document: DocumentNode,
  limits: LimitValues,
  graver: (document: DocumentNode) => RequestRefused | undefined,
): Decision {
  // Most conditions decide about little: what is cheap enough with all of it need not be looked at again.
  const bound = attempt(() => operationCost(document, { costs, limits, isBound: true }));
  if (typeof bound === 'number' && !judge(bound, limits)) return ALLOWED;
  const exact = attempt(() => operationCost(document, { costs, limits, isBound: false }));
  const decision = typeof exact === 'number' ? (judge(exact, limits) ?? ALLOWED) : exact;
  return decision instanceof RequestRefused ? (graver(document) ?? decision) : decision;
}

function attempt<Value>(work: () => Value): Value | RequestRefused {
  try {
    return work();
  } catch (error) {
    if (error instanceof RequestRefused) return error;
    throw error;
  }
}

function judge(cost: number, limits: LimitValues): RequestRefused | undefined {
  if (cost <= limits.cost) return undefined;
  return new RequestRefused('COST_ESTIMATED_TOO_EXPENSIVE', {
    message: `The operation is estimated to cost ${cost}; ${limits.cost} is allowed.`,
  });
}
