import { type QueryPlan } from '@apollo/query-planner';
import { z } from 'zod';

/** Changes with every form of the stored text and every version of the planner, so that none reads another's. */
export const PLAN_FORMAT = '2.14.4-1';

type Selection =
  | { kind: 'Field'; alias?: string | undefined; name: string; selections?: Selection[] | undefined }
  | { kind: 'InlineFragment'; typeCondition?: string | undefined; selections: Selection[] };

const path = z.array(z.union([z.string(), z.number()]));
const selection: z.ZodType<Selection> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('Field'),
      alias: z.string().optional(),
      name: z.string(),
      selections: z.array(selection).optional(),
    }),
    z.strictObject({
      kind: z.literal('InlineFragment'),
      typeCondition: z.string().optional(),
      selections: z.array(selection),
    }),
  ]),
);
const renamer = z.strictObject({
  kind: z.literal('KeyRenamer'),
  path: z.array(z.string()),
  renameKeyTo: z.string(),
});
const rewrites = z.array(
  z.discriminatedUnion('kind', [
    renamer,
    z.strictObject({ kind: z.literal('ValueSetter'), path: z.array(z.string()), setValueTo: z.json() }),
  ]),
);
const fetch = z.strictObject({
  kind: z.literal('Fetch'),
  serviceName: z.string(),
  id: z.string().optional(),
  hasDefers: z.boolean().optional(),
  variableUsages: z.array(z.string()).optional(),
  requires: z.array(selection).optional(),
  operation: z.string(),
  operationName: z.string().optional(),
  operationKind: z.enum(['query', 'mutation', 'subscription']),
  inputRewrites: rewrites.optional(),
  outputRewrites: rewrites.optional(),
  contextRewrites: z.array(renamer).optional(),
});
const node: z.ZodType = z.lazy(() =>
  z.discriminatedUnion('kind', [
    fetch,
    z.strictObject({ kind: z.literal('Sequence'), nodes: z.array(node) }),
    z.strictObject({ kind: z.literal('Parallel'), nodes: z.array(node) }),
    z.strictObject({ kind: z.literal('Flatten'), path, node }),
    z.strictObject({
      kind: z.literal('Condition'),
      condition: z.string(),
      ifClause: node.optional(),
      elseClause: node.optional(),
    }),
    z.strictObject({
      kind: z.literal('Defer'),
      primary: z.strictObject({ subselection: z.string().optional(), node: node.optional() }),
      deferred: z.array(
        z.strictObject({
          depends: z.array(z.strictObject({ id: z.string(), deferLabel: z.string().optional() })),
          label: z.string().optional(),
          queryPath: z.array(z.string()),
          subselection: z.string().optional(),
          node: node.optional(),
        }),
      ),
    }),
  ]),
);
const stored = z.strictObject({
  format: z.literal(PLAN_FORMAT),
  plan: z.strictObject({
    kind: z.literal('QueryPlan'),
    node: z
      .union([
        node,
        z.strictObject({ kind: z.literal('Subscription'), primary: fetch, rest: node.optional() }),
      ])
      .optional(),
  }),
});

/** A plan as it is stored outside of this process. */
export function encodePlan(plan: QueryPlan): string {
  return JSON.stringify({ format: PLAN_FORMAT, plan });
}

/**
 * The plan in a stored text; undefined when it is anything else: another format, broken, or a plan that asks for subgraphs
 * which `isSubgraph` does not know. What comes from a shared store is checked like input, because others can write there.
 */
export function decodePlan(text: string, isSubgraph: (name: string) => boolean): QueryPlan | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = stored.safeParse(value);
  if (!result.success || !subgraphsOf(result.data.plan).every(isSubgraph)) return undefined;
  // Checked just now: the schema is the shape of QueryPlan.
  return result.data.plan as QueryPlan;
}

function subgraphsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own =
    'kind' in value && value.kind === 'Fetch' && 'serviceName' in value ? [String(value.serviceName)] : [];
  return [...own, ...Object.values(value).flatMap(subgraphsOf)];
}
