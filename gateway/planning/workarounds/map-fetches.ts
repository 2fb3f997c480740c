import {
  type ConditionNode,
  type DeferNode,
  type FetchNode,
  type PlanNode,
  type QueryPlan,
  type SubscriptionNode,
} from '@apollo/query-planner';

/** A condition under which something of a plan runs. */
export interface FetchCondition {
  /** The name of a Boolean variable. */
  readonly variable: string;
  /** The value that lets it run. */
  readonly runsIf: boolean;
}

/** One of the fetches that take the place of another one. */
export interface FetchPart {
  readonly fetch: FetchNode;
  readonly conditions: readonly FetchCondition[];
}

/** What takes the place of a fetch: at least one fetch, run at the same time. */
export type MapFetch = (fetch: FetchNode) => readonly [FetchPart, ...FetchPart[]];

/** A plan with each fetch replaced; nothing of `plan` is changed. Parts of a split fetch get ids of their own. */
export function mapFetches(plan: QueryPlan, mapFetch: MapFetch): QueryPlan {
  if (!plan.node) return plan;
  const mapping = new Mapping(mapFetch);
  return {
    ...plan,
    node: plan.node.kind === 'Subscription' ? mapping.subscription(plan.node) : mapping.node(plan.node),
  };
}

class Mapping {
  /** The further ids of fetches that were split, by the id that all parts had. */
  private readonly furtherIds = new Map<string, readonly string[]>();

  constructor(private readonly mapFetch: MapFetch) {}

  subscription(node: SubscriptionNode): SubscriptionNode {
    // The root of a subscription requires nothing, so it is never split.
    const [primary] = this.mapFetch(node.primary);
    return { ...node, primary: primary.fetch, ...(node.rest && { rest: this.node(node.rest) }) };
  }

  node(node: PlanNode): PlanNode {
    switch (node.kind) {
      case 'Fetch':
        return this.replace(node, (fetch) => fetch);
      case 'Flatten': {
        const { node: inner } = node;
        if (inner.kind !== 'Fetch') return { ...node, node: this.node(inner) };
        return this.replace(inner, (fetch) => ({ ...node, node: fetch }));
      }
      case 'Sequence':
        return { ...node, nodes: node.nodes.map((child) => this.node(child)) };
      case 'Parallel':
        return { ...node, nodes: node.nodes.flatMap((child) => parallelNodes(this.node(child))) };
      case 'Condition':
        return this.condition(node);
      case 'Defer':
        return this.defer(node);
    }
  }

  private replace(fetch: FetchNode, place: (fetch: FetchNode) => PlanNode): PlanNode {
    const parts = this.withIds(this.mapFetch(fetch));
    const nodes = parts.map((part) => underConditions(part.conditions, place(part.fetch)));
    const [only] = nodes;
    return only && nodes.length === 1 ? only : { kind: 'Parallel', nodes };
  }

  private withIds(parts: readonly FetchPart[]): readonly FetchPart[] {
    const id = parts[0]?.fetch.id;
    if (id === undefined || parts.length === 1) return parts;
    const ids = parts.map((_, index) => (index === 0 ? id : `${id}.${index}`));
    this.furtherIds.set(id, ids.slice(1));
    return parts.map((part, index) => ({ ...part, fetch: { ...part.fetch, id: ids[index] ?? id } }));
  }

  private condition({ ifClause, elseClause, ...node }: ConditionNode): ConditionNode {
    return {
      ...node,
      ...(ifClause && { ifClause: this.node(ifClause) }),
      ...(elseClause && { elseClause: this.node(elseClause) }),
    };
  }

  private defer({ primary, deferred, ...node }: DeferNode): DeferNode {
    const first = { ...primary, ...(primary.node && { node: this.node(primary.node) }) };
    return {
      ...node,
      primary: first,
      deferred: deferred.map((block) => ({
        ...block,
        depends: block.depends.flatMap((dependency) => [
          dependency,
          ...(this.furtherIds.get(dependency.id) ?? []).map((id) => ({ ...dependency, id })),
        ]),
        ...(block.node && { node: this.node(block.node) }),
      })),
    };
  }
}

function parallelNodes(node: PlanNode): PlanNode[] {
  return node.kind === 'Parallel' ? node.nodes : [node];
}

function underConditions(conditions: readonly FetchCondition[], node: PlanNode): PlanNode {
  return conditions.reduceRight<PlanNode>(
    (inner, { variable, runsIf }) => ({
      kind: 'Condition',
      condition: variable,
      ...(runsIf ? { ifClause: inner } : { elseClause: inner }),
    }),
    node,
  );
}
