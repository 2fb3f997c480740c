import {
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { type PlanUse } from './cache/cached-planner';
import { type Planner } from './planner';

/**
 * Plans operations that were used on another supergraph, so that they are remembered before this one takes traffic.
 * Whatever is no longer valid or cannot be planned is left out. Resolves with the number of plans made, at `deadline` (of
 * the monotonic clock) at the latest.
 */
export async function warmUp(
  planner: Planner,
  schema: GraphQLSchema,
  uses: readonly PlanUse[],
  deadline: number,
): Promise<number> {
  let planned = 0;
  for (const { text, labels } of uses) {
    const leftMs = deadline - performance.now();
    // Timers may come a little early, and less than this is no time to plan in.
    if (leftMs < 2) break;
    const document = validDocument(text, schema);
    if (!document) continue;
    const conditions = { overrideLabels: new Map(labels.map((label) => [label, true])) };
    const planning = planner.plan({ document, operationName: undefined, isProven: true }, conditions).then(
      () => true,
      () => false,
    );
    if (await within(planning, Math.ceil(leftMs))) planned += 1;
  }
  return planned;
}

function validDocument(text: string, schema: GraphQLSchema): DocumentNode | undefined {
  try {
    const document = parse(text, { noLocation: true });
    return validate(schema, document, specifiedRules, { maxErrors: 1 }).length === 0 ? document : undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

async function within(work: Promise<boolean>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
